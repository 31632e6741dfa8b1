"use client";

import { type ReactNode, useActionState, useRef, useState } from "react";
import type { DemoPerson } from "@/components/landing/demo-person";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";
import { ResendForm } from "@/components/verification/resend-form";
import { AuthHeading } from "./auth-heading";
import type { MfaChallenge } from "./auth-result";
import { DemoLogins } from "./demo-logins";
import { actionOfLogin, type OnLogin, type OnSendMfaCode, type OnVerifyMfa } from "./login-action";
import { SecondStep } from "./second-step";

interface LoginFormLook {
  /** A same-origin path, checked by the server. */
  returnTo?: string;
  /** Why somebody was sent here: "Your session has ended." */
  notice?: string;
  /** Why another way to sign in came to nothing. */
  trouble?: string;
  /** Other ways to sign in, below the form: `<ProviderButtons … />`. */
  alternatives?: ReactNode;
  /** With `PasskeySignIn` among them: the browser offers passkeys in the field for the name. */
  offersPasskeys?: boolean;
  demo?: DemoPerson[];
  /** Where to create an account: `<Link href="/register" className="link">…</Link>`, or whatever the product's router has. */
  registerLink?: ReactNode;
  /** Sends the mail that confirms an address again; receives `email`. */
  resend?: FormAction;
  /** Absent: there is no such page. */
  forgotPasswordLink?: ReactNode;
  /** With `onLogin`: asks for the second step in the place of this form. Absent: the refusal is shown. */
  onVerifyMfa?: OnVerifyMfa;
  /** Absent: no codes by mail are offered. */
  onSendMfaCode?: OnSendMfaCode;
  /** For how many days the server trusts a device (`TRUSTED_DEVICE_DAYS`). Default 0: it is not asked. */
  trustedDays?: number;
}

/** On our own pages a server action signs in, with or without JavaScript; elsewhere a function does: `useAuth().login`. */
export type LoginFormProps = LoginFormLook & ({ action: FormAction; onLogin?: undefined } | { onLogin: OnLogin; action?: undefined });

/** Sign in by e-mail or username, and by the second step where it is due. */
export function LoginForm(props: LoginFormProps) {
  const { onVerifyMfa, onSendMfaCode, trustedDays = 0 } = props;
  const [challenge, setChallenge] = useState<MfaChallenge | null>(null);
  if (challenge && onVerifyMfa) return <SecondStep {...{ challenge, onVerifyMfa, onSendMfaCode, trustedDays }} onRestart={() => setChallenge(null)} />;
  return <FirstStep {...props} onChallenge={onVerifyMfa && setChallenge} />;
}

/** A refusal never says which part was wrong, so its message stands above both fields. */
function FirstStep({ action, onLogin, onChallenge, returnTo, notice, trouble, alternatives, offersPasskeys, demo, resend, registerLink, forgotPasswordLink }: LoginFormProps & { onChallenge?: (challenge: MfaChallenge) => void }) {
  const [state, submit] = useActionState(action ?? actionOfLogin(onLogin, onChallenge), emptyFormState);
  const form = useFormFocus(state);
  const identifier = useRef<HTMLInputElement>(null);

  function fill(person: DemoPerson) {
    if (!form.current || !identifier.current) return;
    identifier.current.value = person.email;
    const password = form.current.elements.namedItem("password");
    if (password instanceof HTMLInputElement) password.value = person.password;
    form.current.querySelector<HTMLButtonElement>('button[type="submit"]')?.focus();
  }
  return (
    <div className="grid gap-8">
      <AuthHeading title="Sign in" aside={registerLink && <>New here? {registerLink}</>} />
      <form ref={form} action={submit} noValidate className="grid gap-5">
        {notice && !state.message && <p role="status" className="rounded-lg border bg-sunken px-4 py-3 text-sm">{notice}</p>}
        {trouble && !state.message && <Alert tone="danger">{trouble}</Alert>}
        <FormMessage state={state} />
        {returnTo && <input type="hidden" name="return_to" value={returnTo} />}
        <Field name="identifier" label="E-mail or username" errors={state.fields?.identifier} required>
          {(control) => (
            <Input
              {...control} ref={identifier} inputMode="email" autoComplete={offersPasskeys ? "username webauthn" : "username"} autoCapitalize="none" autoCorrect="off"
              spellCheck={false} maxLength={320} defaultValue={state.values?.identifier}
            />
          )}
        </Field>
        <Field
          name="password" label="Password" errors={state.fields?.password} required
          aside={forgotPasswordLink}
        >
          {(control) => <PasswordInput {...control} autoComplete="current-password" />}
        </Field>
        <Checkbox name="remember_me" value="true" defaultChecked label="Keep me signed in on this device" />
        <SubmitButton className="h-11 w-full">Sign in</SubmitButton>
      </form>
      {resend && state.code === "EMAIL_NOT_VERIFIED" && <ResendForm action={resend} identifier={state.values?.identifier} />}
      {alternatives}
      {demo && demo.length > 0 && <DemoLogins people={demo} onChoose={fill} />}
    </div>
  );
}
