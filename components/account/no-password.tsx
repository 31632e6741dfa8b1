"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface NoPasswordProps {
  /** The account's, where the mail goes. */
  email: string;
  /** Receives `email`. */
  action: FormAction;
}

/** For an account that came by a provider or a passkey, where a form would ask for a password that there is not. */
export function NoPassword({ email, action }: NoPasswordProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <Card>
      <CardHeader title="Password" description="Your account has none: you sign in by the ways below. You may add one, as another way in." />
      <CardBody>
        <form ref={form} action={submit} noValidate aria-label="Set a password" className="grid justify-items-start gap-3">
          {state.ok ? <Alert tone="success" className="w-full">{state.message}</Alert> : <FormMessage state={state} className="w-full" />}
          <input type="hidden" name="email" value={email} />
          <SubmitButton variant="secondary">{state.ok ? "Send another mail" : "Mail me a link to set a password"}</SubmitButton>
        </form>
      </CardBody>
    </Card>
  );
}
