"use client";

import { type ReactNode, useActionState } from "react";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { CodeField } from "@/components/ui/code-field";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { LinkOrButton } from "@/components/ui/link-or-button";
import { SendCode } from "@/components/ui/send-code";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";
import type { SecondFactorMethod } from "@/lib/features/mfa/schema";

export interface SecondStepFormProps {
  /** What the account has; empty: nothing that could be used behind this first step. */
  methods: SecondFactorMethod[];
  /** The one that is asked for; undefined: there is none. */
  method?: SecondFactorMethod;
  /** Where each of them is asked for; in a part of a page that has no address, `onChoose` asks in place. */
  hrefOf?: Partial<Record<SecondFactorMethod, string>>;
  onChoose?: (method: SecondFactorMethod) => void;
  /** Where a code by mail goes to, shortened, where it is known. */
  address?: string;
  /** 0: no device can be trusted. */
  trustedDays: number;
  /** A same-origin path, checked by the server. */
  returnTo?: string;
  /** Receives `code`, `method`, `trust_device` and `return_to`. */
  action: FormAction;
  sendCodeAction: FormAction;
  /** Where the sign-in begins anew; else `onRestart`. */
  loginHref?: string;
  onRestart?: () => void;
  /** Whose session is open here, which the sign-in takes the place of. */
  signedInAs?: string;
}

const OTHERWISE: Record<SecondFactorMethod, string> = {
  totp: "Use your authenticator app",
  email: "Use a code that we mail to you",
  recovery_code: "Use a recovery code",
};

/** Codes of refusals behind which this sign-in is over. */
const OVER: ReadonlySet<string> = new Set(["MFA_TOKEN_INVALID", "ACCOUNT_DISABLED"]);

/** The second step of a sign-in: one code, and the other ways to give one. */
export function SecondStepForm({ methods, method, hrefOf, onChoose, address, trustedDays, returnTo, action, sendCodeAction, loginHref, onRestart, signedInAs }: SecondStepFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  const wayOut = (label: string) => <LinkOrButton href={loginHref} onChoose={onRestart}>{label}</LinkOrButton>;
  const back = wayOut("Back to the sign-in page");
  const aside = signedInAs
    ? <>For {address}. You are signed in as {signedInAs}: this sign-in takes its place. {wayOut("Stay signed in")}</>
    : <>Not you? {wayOut("Start again")}</>;
  const heading = <AuthHeading title="Second step" aside={aside} />;
  if (OVER.has(state.code ?? "")) return <Over heading={heading} message={state.message} back={back} />;
  if (!method) return <Over heading={heading} message="Your account has no second factor that can be used behind this way of signing in. Sign in another way." back={back} />;
  return (
    <div className="grid gap-8">
      {heading}
      {method === "email" && <SendCode action={sendCodeAction} address={address} />}
      <form ref={form} action={submit} noValidate className="grid gap-5">
        <FormMessage state={state.fields ? { ...state, message: undefined } : state} />
        <input type="hidden" name="method" value={method} />
        {returnTo && <input type="hidden" name="return_to" value={returnTo} />}
        {method === "recovery_code" ? (
          <RecoveryCodeField errors={state.fields?.code} />
        ) : (
          <CodeField hint={method === "totp" ? "From your authenticator app." : "From our mail."} errors={state.fields?.code} />
        )}
        {trustedDays > 0 && <Checkbox name="trust_device" value="true" label={`Do not ask on this device for ${trustedDays === 1 ? "a day" : `${trustedDays} days`}`} />}
        <SubmitButton className="h-11 w-full">Sign in</SubmitButton>
      </form>
      <ul className="grid gap-2 text-sm">
        {methods.filter((other) => other !== method).map((other) => <li key={other}><LinkOrButton href={hrefOf?.[other]} onChoose={() => onChoose?.(other)}>{OTHERWISE[other]}</LinkOrButton></li>)}
        <li className="text-muted-foreground">Lost all of them? An administrator can remove your second factor.</li>
      </ul>
    </div>
  );
}

const RecoveryCodeField = ({ errors }: { errors?: string[] }) => (
  <Field name="code" label="Recovery code" hint="One of the ten that you kept when you set up your second factor. It works once." errors={errors} required>
    {(control) => <Input {...control} autoComplete="off" autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={50} placeholder="xxxxx-xxxxx" className="font-mono" />}
  </Field>
);

function Over({ heading, message, back }: { heading: ReactNode; message?: string; back: ReactNode }) {
  return (
    <div className="grid gap-8">
      {heading}
      <Alert tone="danger" tabIndex={-1} data-form-message>
        {message} {back}
      </Alert>
    </div>
  );
}
