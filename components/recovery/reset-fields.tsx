import { NewPasswordField } from "@/components/auth/new-password-field";
import { SubmitButton } from "@/components/ui/submit-button";

export interface ResetFieldsProps {
  errors?: string[];
  context?: string[];
}

/** The new password, and what happens with it. */
export function ResetFields({ errors, context }: ResetFieldsProps) {
  return (
    <>
      <NewPasswordField name="new_password" label="New password" errors={errors} context={context} />
      <p className="text-sm text-muted-foreground">You are signed out everywhere, and sign in with the new password.</p>
      <SubmitButton className="h-11 w-full">Change the password</SubmitButton>
    </>
  );
}
