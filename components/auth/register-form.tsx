"use client";

import { type ChangeEvent, type ReactNode, useActionState, useState } from "react";
import { type ExtraField, ExtraFields } from "@/components/account/extra-fields";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";
import { AuthHeading } from "./auth-heading";
import { NewPasswordField } from "./new-password-field";

export interface RegisterFormProps {
  action: FormAction;
  returnTo?: string;
  /** Where to sign in, for those who have an account. */
  loginLink?: ReactNode;
  /** Fields of the product's own. */
  extra?: ExtraField[];
  /** Other ways to begin, below the form: `<ProviderButtons … />`. */
  alternatives?: ReactNode;
}

/** Sign up. Name and username are optional; the server makes a username where none is given. */
export function RegisterForm({ action, returnTo, loginLink, extra = [], alternatives }: RegisterFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  const [known, setKnown] = useState<Record<string, string>>({});
  const { fields = {}, values = {} } = state;
  const remember = (event: ChangeEvent<HTMLInputElement>) => setKnown({ ...known, [event.target.name]: event.target.value });
  return (
    <div className="grid gap-8">
      <AuthHeading title="Create your account" aside={loginLink && <>Have one already? {loginLink}</>} />
      <form ref={form} action={submit} noValidate className="grid gap-5">
        <FormMessage state={state} />
        {returnTo && <input type="hidden" name="return_to" value={returnTo} />}
        <div className="grid gap-5 sm:grid-cols-2 sm:gap-4">
          <Field name="first_name" label="First name" optional errors={fields.first_name}>
            {(control) => <Input {...control} autoComplete="given-name" maxLength={50} defaultValue={values.first_name} onChange={remember} />}
          </Field>
          <Field name="last_name" label="Last name" optional errors={fields.last_name}>
            {(control) => <Input {...control} autoComplete="family-name" maxLength={50} defaultValue={values.last_name} onChange={remember} />}
          </Field>
        </div>
        <Field name="email" label="E-mail" errors={fields.email} required>
          {(control) => (
            <Input {...control} type="email" inputMode="email" autoComplete="email" maxLength={320} defaultValue={values.email} onChange={remember} />
          )}
        </Field>
        <Field name="username" label="Username" optional errors={fields.username} hint="For signing in without your address.">
          {(control) => (
            <Input
              {...control} autoComplete="username" autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={50}
              defaultValue={values.username} onChange={remember}
            />
          )}
        </Field>
        <ExtraFields fields={extra} state={state} />
        <NewPasswordField name="password" label="Password" errors={fields.password} context={Object.values(known)} />
        <SubmitButton className="h-11 w-full">Create account</SubmitButton>
      </form>
      {alternatives}
    </div>
  );
}
