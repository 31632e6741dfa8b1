"use client";

import Link from "next/link";
import { useActionState, useEffect, useRef } from "react";
import { AuthHeading } from "@/components/auth/auth-heading";
import { CodeField } from "@/components/ui/code-field";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";
import { ResetFields } from "./reset-fields";

export interface ForgotPasswordFormProps {
  /** Receives `email` and `return_to`. */
  action: FormAction;
  /** Receives `email`, `code` and `new_password`. */
  resetAction: FormAction;
  /** A same-origin path, checked by the server. */
  returnTo?: string;
}

/** Asks for the address, and then for the code of the mail, for those who read it on another device. */
export function ForgotPasswordForm({ action, resetAction, returnTo }: ForgotPasswordFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  if (state.ok) return <Sent message={state.message} email={state.values?.email} {...{ resetAction, returnTo }} />;
  return (
    <div className="grid gap-8">
      <AuthHeading title="Reset your password" aside={<>We mail you a link to choose a new one. <Link href="/login" className="link whitespace-nowrap">Back to sign-in</Link></>} />
      <form ref={form} action={submit} noValidate className="grid gap-5">
        <FormMessage state={state} />
        {returnTo && <input type="hidden" name="return_to" value={returnTo} />}
        <Field name="email" label="E-mail" errors={state.fields?.email} required>
          {(control) => <Input {...control} type="email" inputMode="email" autoComplete="email" maxLength={320} defaultValue={state.values?.email} />}
        </Field>
        <SubmitButton className="h-11 w-full">Send reset link</SubmitButton>
      </form>
    </div>
  );
}

interface SentProps extends Pick<ForgotPasswordFormProps, "resetAction" | "returnTo"> {
  message?: string;
  email?: string;
}

function Sent({ message, email, resetAction, returnTo }: SentProps) {
  const told = useRef<HTMLParagraphElement>(null);
  // The form that had the focus is gone.
  useEffect(() => told.current?.focus(), []);
  return (
    <div className="grid gap-8">
      <AuthHeading title="Check your mail" />
      <p ref={told} role="status" tabIndex={-1} className="rounded-lg border bg-sunken px-4 py-3 text-sm">{message}</p>
      <ResetByCode action={resetAction} email={email} title="Or type the code of the mail" />
      <p className="text-sm text-muted-foreground">
        No mail after a few minutes? Look in your spam folder, or <a href={returnTo ? `/forgot-password?return_to=${encodeURIComponent(returnTo)}` : "/forgot-password"} className="link">try again</a>.
      </p>
    </div>
  );
}

export interface ResetByCodeProps {
  action: FormAction;
  email?: string;
  title?: string;
}

/** Where the form stands by itself: without JavaScript its answer is shown there, since the page that asked for the mail forgets that it did. */
const CODE_PAGE = "/reset-password";

/** For a mail whose link does not open, or opens elsewhere. */
export function ResetByCode({ action, email, title }: ResetByCodeProps) {
  const [state, submit] = useActionState(action, emptyFormState, CODE_PAGE);
  const form = useFormFocus(state);
  const { fields = {}, values = {} } = state;
  return (
    <form ref={form} action={submit} noValidate aria-label="Reset by code" className="grid gap-5">
      {title && <h2 className="text-lg font-semibold">{title}</h2>}
      <FormMessage state={state} />
      <Field name="email" label="E-mail" errors={fields.email} required>
        {(control) => <Input {...control} type="email" inputMode="email" autoComplete="email" maxLength={320} defaultValue={values.email ?? email} />}
      </Field>
      <CodeField errors={fields.code} />
      <ResetFields errors={fields.new_password} context={[values.email ?? email ?? ""]} />
    </form>
  );
}
