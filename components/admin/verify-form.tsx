"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

/** Posts without JavaScript too; the verdict stands in the page that comes back, and stays there. */
export function VerifyForm({ action, from }: { action: FormAction; from: string }) {
  const [state, submit] = useActionState(action, emptyFormState);
  return (
    <form action={submit} className="grid gap-3">
      <input type="hidden" name="from" value={from} />
      <SubmitButton variant="secondary" className="justify-self-start">Verify now</SubmitButton>
      {state.ok ? <Alert tone="success">{state.message}</Alert> : <FormMessage state={state} />}
    </form>
  );
}
