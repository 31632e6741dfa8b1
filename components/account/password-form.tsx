"use client";

import { useActionState } from "react";
import { NewPasswordField } from "@/components/auth/new-password-field";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface PasswordFormProps {
  action: FormAction;
  /** For the password manager, which files the new password under it. */
  username: string;
}

export function PasswordForm({ action, username }: PasswordFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <Card>
      <CardHeader title="Password" description="Changing it signs you out on every other device." />
      <form ref={form} action={submit} noValidate>
        <CardBody className="grid max-w-xl gap-5">
          <FormMessage state={state} />
          <input type="text" aria-label="Username" autoComplete="username" defaultValue={username} hidden readOnly />
          <Field name="current_password" label="Current password" errors={state.fields?.current_password} required>
            {(control) => <PasswordInput {...control} autoComplete="current-password" />}
          </Field>
          <NewPasswordField
            name="new_password" label="New password" errors={state.fields?.new_password} context={[username]}
          />
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton>Change password</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}
