"use client";

import { useActionState } from "react";
import { NewPasswordField } from "@/components/auth/new-password-field";
import { CodeField } from "@/components/ui/code-field";
import { DisclosureSummary } from "@/components/ui/disclosure-summary";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";

interface Proof {
  /** Of the link that led here; absent: the code of the mail is asked for. */
  token?: string;
  /** Whose address it is, where that is known. */
  email?: string;
}

/** The way forward from a link that is of no use any more, as where another tab was faster. */
const otherMail = <p className="text-sm"><a href="/verify-email" className="link">Type the code of the mail, or have another one sent</a></p>;

export interface ConfirmOwnAddressProps extends Proof {
  /** Receives `token`, or `code`. */
  action: FormAction;
}

/** From a session of the account: a press of the button, or the code. */
export function ConfirmOwnAddress({ action, token }: ConfirmOwnAddressProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <form ref={form} action={submit} noValidate aria-label="Confirm the address" className="grid gap-5">
      <FormMessage state={state} />
      {token && state.code === "INVALID_TOKEN" && otherMail}
      {token ? <input type="hidden" name="token" value={token} /> : <CodeField errors={state.fields?.code} />}
      <SubmitButton className="h-11 w-full">Confirm this address</SubmitButton>
    </form>
  );
}

export interface ConfirmAddressFormProps extends Proof {
  /** Receives `token`, or `email` and `code`; and `password` or `new_password`. Signs in. */
  action: FormAction;
}

/**
 * Where nobody is signed in. Whoever made the account knows its password, and keeps everything; the owner of an address that
 * somebody else signed up with does not, and begins anew.
 */
export function ConfirmAddressForm({ action, token, email }: ConfirmAddressFormProps) {
  return (
    <div className="grid gap-8">
      <ProofForm action={action} token={token} email={email} label="Confirm and sign in" />
      <details className="rounded-lg border px-4 py-3">
        <DisclosureSummary className="font-medium text-foreground">I do not know the password, or did not sign up myself</DisclosureSummary>
        <div className="grid gap-4 pt-4">
          <p className="text-sm text-muted-foreground">
            Then the account begins anew with a password of yours: its old one, and whoever is signed in with it, are shut out.
          </p>
          <ProofForm action={action} token={token} email={email} label="Confirm with a new password" isNew />
        </div>
      </details>
    </div>
  );
}

function ProofForm({ action, token, email, label, isNew = false }: ConfirmAddressFormProps & { label: string; isNew?: boolean }) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  const { fields = {}, values = {} } = state;
  const address = values.email ?? email;
  return (
    <form ref={form} action={submit} noValidate aria-label={label} className="grid gap-5">
      <FormMessage state={state} />
      {token && state.code === "INVALID_TOKEN" && otherMail}
      {token ? (
        <>
          <input type="hidden" name="token" value={token} />
          {/* Password managers file the password under it. */}
          <input type="email" name="email" aria-label="E-mail" autoComplete="username" value={email} hidden readOnly />
        </>
      ) : (
        <>
          <Field name="email" label="E-mail" errors={fields.email} required>
            {(control) => <Input {...control} type="email" inputMode="email" autoComplete="username" maxLength={320} defaultValue={address} />}
          </Field>
          <CodeField errors={fields.code} />
        </>
      )}
      {isNew ? (
        <NewPasswordField name="new_password" label="New password" errors={fields.new_password} context={[address ?? ""]} />
      ) : (
        <Field name="password" label="Password" errors={fields.password} hint="The one you signed up with." required>
          {(control) => <PasswordInput {...control} autoComplete="current-password" />}
        </Field>
      )}
      <SubmitButton className="h-11 w-full">{label}</SubmitButton>
    </form>
  );
}
