"use client";

import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Checkbox } from "@/components/ui/checkbox";
import { CodeField } from "@/components/ui/code-field";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import type { FormState } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";

/** One state for both steps, so that the second one is not lost where no script keeps the first. */
export interface MagicLinkState extends FormState {
  /** The mail is on its way: to whom, and what is said about it. */
  sent?: { email: string; message: string };
}

export interface MagicLinkFormProps {
  /** Receives `email`, then `email` and `code`; `remember_me` and `return_to` with both. */
  action: (previous: MagicLinkState, form: FormData) => Promise<MagicLinkState>;
  /** A same-origin path, checked by the server. */
  returnTo?: string;
  /** Where to sign in otherwise, and where to begin anew. */
  loginLink: ReactNode;
  againLink: ReactNode;
}

const nothingSent: MagicLinkState = {};

/** Asks for the address, and then for the code of the mail, for those who read it on another device. */
export function MagicLinkForm({ action, returnTo, loginLink, againLink }: MagicLinkFormProps) {
  const [state, submit] = useActionState(action, nothingSent);
  const form = useFormFocus(state);
  const { sent, fields = {}, values = {} } = state;
  return (
    <div className="grid gap-8">
      {sent ? <Sent {...sent} /> : <AuthHeading title="Sign in by e-mail" aside={<>We mail you a link and a code. {loginLink}</>} />}
      <form ref={form} action={submit} key={sent ? "code" : "email"} noValidate className="grid gap-5">
        {!state.ok && <FormMessage state={state} />}
        {returnTo && <input type="hidden" name="return_to" value={returnTo} />}
        {sent ? (
          <>
            <input type="hidden" name="email" value={sent.email} />
            <CodeField hint="Or open the link of the mail, on this device or another." errors={fields.code} />
            <Checkbox name="remember_me" value="true" defaultChecked label="Keep me signed in on this device" />
          </>
        ) : (
          <Field name="email" label="E-mail" errors={fields.email} required>
            {(control) => <Input {...control} type="email" inputMode="email" autoComplete="email" maxLength={320} defaultValue={values.email} />}
          </Field>
        )}
        <SubmitButton className="h-11 w-full">{sent ? "Sign in" : "Send sign-in link"}</SubmitButton>
      </form>
      {sent && <p className="text-sm text-muted-foreground">No mail after a few minutes? Look in your spam folder, or {againLink}.</p>}
    </div>
  );
}

function Sent({ email, message }: { email: string; message: string }) {
  const told = useRef<HTMLParagraphElement>(null);
  // The form that had the focus is gone.
  useEffect(() => told.current?.focus(), []);
  return (
    <>
      <AuthHeading title="Check your mail" aside={<span className="break-words">{email}</span>} />
      <p ref={told} role="status" tabIndex={-1} className="rounded-lg border bg-sunken px-4 py-3 text-sm">{message}</p>
    </>
  );
}
