"use client";

import { useActionState, useEffect, useState } from "react";
import { CodeField } from "@/components/ui/code-field";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction, type FormState } from "@/components/ui/form-state";
import { LinkOrButton } from "@/components/ui/link-or-button";
import { PasswordInput } from "@/components/ui/password-input";
import { SendCode } from "@/components/ui/send-code";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";
import type { ProofMethod } from "@/lib/features/reauthentication/schema";
import { PasskeyProof } from "./passkey-proof";

export interface ReauthenticateFormProps {
  /** What the account has; the first is asked for. */
  methods: ProofMethod[];
  /** Receives `password`, `code` or `assertion` (JSON), and `return_to`. */
  action: FormAction;
  /** Mails a code; for accounts whose method is `email`. */
  sendCodeAction: FormAction;
  /** For the password manager. */
  username?: string;
  /** A same-origin path, checked by the server. */
  returnTo?: string;
  /** Where each method is asked for without JavaScript. Data, because a page on the server cannot hand over a function. */
  hrefs?: Partial<Record<ProofMethod, string>>;
  onProven?: () => void;
}

const OTHERWISE: Record<ProofMethod, string> = {
  password: "Use your password",
  totp: "Use a code from your authenticator app",
  passkey: "Use a passkey",
  email: "Use a code that we mail to you",
};

/** Asks for one proof of who is there, and offers the others. */
export function ReauthenticateForm({ methods, action, sendCodeAction, username, returnTo, hrefs, onProven }: ReauthenticateFormProps) {
  const [state, submit, isPending] = useActionState(action, emptyFormState);
  const [method, setMethod] = useState<ProofMethod>(methods[0] ?? "password");
  useEffect(() => {
    if (state.ok) onProven?.();
  }, [state, onProven]);
  return (
    <div className="grid gap-5">
      {method === "email" && <SendCode action={sendCodeAction} />}
      {method === "passkey" ? (
        <PasskeyProof send={submit} isPending={isPending} returnTo={returnTo} refusal={refusalOfPasskey(state)} />
      ) : (
        <TypedProof key={method} {...{ method, state, submit, username, returnTo }} />
      )}
      <Others methods={methods.filter((other) => other !== method)} hrefs={hrefs} choose={setMethod} />
    </div>
  );
}

/** Sentences at another field are of another method. */
const refusalOfPasskey = ({ ok, fields, message }: FormState): string | undefined => (ok ? undefined : fields ? fields.assertion?.[0] : message);

interface TypedProofProps extends Pick<ReauthenticateFormProps, "username" | "returnTo"> {
  method: Exclude<ProofMethod, "passkey">;
  state: FormState;
  submit: (form: FormData) => void;
}

function TypedProof({ method, state, submit, username, returnTo }: TypedProofProps) {
  const form = useFormFocus(state);
  return (
    <form ref={form} action={submit} noValidate className="grid gap-5">
      {!state.ok && <FormMessage state={state.fields ? { ...state, message: undefined } : state} />}
      {returnTo && <input type="hidden" name="return_to" value={returnTo} />}
      {method === "password" ? (
        <>
          {username && <input type="text" aria-label="Username" autoComplete="username" defaultValue={username} hidden readOnly />}
          <Field name="password" label="Your password" errors={state.fields?.password} required>
            {(control) => <PasswordInput {...control} autoComplete="current-password" />}
          </Field>
        </>
      ) : (
        <CodeField hint={method === "totp" ? "From your authenticator app." : "From our mail."} errors={state.fields?.code} />
      )}
      <SubmitButton className="w-full">Confirm</SubmitButton>
    </form>
  );
}

interface OthersProps {
  methods: ProofMethod[];
  hrefs?: Partial<Record<ProofMethod, string>>;
  choose: (method: ProofMethod) => void;
}

function Others({ methods, hrefs, choose }: OthersProps) {
  if (methods.length === 0) return null;
  return (
    <ul className="grid gap-2 text-sm">
      {methods.map((method) => (
        <li key={method}>
          <LinkOrButton href={hrefs?.[method]} onChoose={() => choose(method)}>{OTHERWISE[method]}</LinkOrButton>
        </li>
      ))}
    </ul>
  );
}
