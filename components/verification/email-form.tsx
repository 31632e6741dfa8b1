"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { CodeField } from "@/components/ui/code-field";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface EmailFormProps {
  email: string;
  isVerified: boolean;
  /** Asked for, and not confirmed yet. */
  pending: string | null;
  /** Receives `new_email`. */
  action: FormAction;
  /** Receives `code`. */
  confirmAction: FormAction;
}

/** One's address, and how to change it. It needs a recent proof of who is there, which is asked for in place. */
export function EmailForm({ email, isVerified, pending, action, confirmAction }: EmailFormProps) {
  const [state, submit] = useFormAction(action);
  const form = useFormFocus(state);
  return (
    <Card>
      <CardHeader title="Change your address" description={<>You sign in with <strong className="font-medium text-foreground [overflow-wrap:anywhere]">{email}</strong>{isVerified ? "." : ", which is not confirmed yet."}</>} />
      {pending && <PendingChange key={pending} pending={pending} action={confirmAction} />}
      <form ref={form} action={submit} noValidate aria-label="Change the address">
        <CardBody className="grid max-w-xl gap-5">
          <FormMessage state={state} />
          <Field name="new_email" label="New address" errors={state.fields?.new_email} hint="We send a mail there. The address changes once you have confirmed it, and we tell the old one." required>
            {(control) => <Input {...control} type="email" inputMode="email" autoComplete="email" maxLength={320} defaultValue={state.values?.new_email} />}
          </Field>
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton>Change address</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}

function PendingChange({ pending, action }: { pending: string; action: FormAction }) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <form ref={form} action={submit} noValidate aria-label="Confirm the new address" className="border-b">
      <CardBody className="grid max-w-xl gap-5">
        <Alert tone="info">A mail is on its way to <strong className="[overflow-wrap:anywhere]">{pending}</strong>. Open its link, or type its code here.</Alert>
        <FormMessage state={state} />
        <CodeField errors={state.fields?.code} />
        <SubmitButton variant="secondary" className="justify-self-start">Confirm the new address</SubmitButton>
      </CardBody>
    </form>
  );
}
