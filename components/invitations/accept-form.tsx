"use client";

import { type ChangeEvent, useState } from "react";
import { type ExtraField, ExtraFields } from "@/components/account/extra-fields";
import { NewPasswordField } from "@/components/auth/new-password-field";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFormFocus } from "@/components/ui/use-form-focus";
import { LookAgain } from "./look-again";

export interface AcceptFormProps {
  /** Receives `token`, and what a registration asks for but the address. */
  action: FormAction;
  token: string;
  email: string;
  /** Fields of the product's own. */
  extra?: ExtraField[];
}

/** For somebody without an account. The address is not theirs to choose here: the link has proved it. */
export function AcceptForm({ action, token, email, extra = [] }: AcceptFormProps) {
  const [state, submit] = useFormAction(action);
  const form = useFormFocus(state);
  const [known, setKnown] = useState<Record<string, string>>({ email });
  const { fields = {}, values = {} } = state;
  const remember = (event: ChangeEvent<HTMLInputElement>) => setKnown({ ...known, [event.target.name]: event.target.value });
  return (
    <form ref={form} action={submit} noValidate className="grid gap-5">
      <FormMessage state={state} />
      <LookAgain state={state} token={token} />
      <input type="hidden" name="token" value={token} />
      {/* For password managers, which keep a password under a name. */}
      <input type="email" name="" value={email} autoComplete="username" readOnly hidden />
      <div className="grid gap-5 sm:grid-cols-2 sm:gap-4">
        <Field name="first_name" label="First name" optional errors={fields.first_name}>
          {(control) => <Input {...control} autoComplete="given-name" maxLength={50} defaultValue={values.first_name} onChange={remember} />}
        </Field>
        <Field name="last_name" label="Last name" optional errors={fields.last_name}>
          {(control) => <Input {...control} autoComplete="family-name" maxLength={50} defaultValue={values.last_name} onChange={remember} />}
        </Field>
      </div>
      <Field name="username" label="Username" optional errors={fields.username} hint="For signing in without your address.">
        {(control) => <Input {...control} autoComplete="off" autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={50} defaultValue={values.username} onChange={remember} />}
      </Field>
      <ExtraFields fields={extra} state={state} />
      <NewPasswordField name="password" label="Password" errors={fields.password} context={Object.values(known)} />
      <SubmitButton className="h-11 w-full">Create account and join</SubmitButton>
    </form>
  );
}
