"use client";

import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { LookAgain } from "./look-again";

export interface LinkFormProps {
  /** Receives `token`. */
  action: FormAction;
  token: string;
  label: string;
}

/** The one thing to do next with an invitation's link. */
export function LinkForm({ action, token, label }: LinkFormProps) {
  const [state, submit] = useFormAction(action);
  return (
    <form action={submit} className="grid gap-4">
      <FormMessage state={state} />
      <LookAgain state={state} token={token} />
      <input type="hidden" name="token" value={token} />
      <SubmitButton className="h-11 w-full">{label}</SubmitButton>
    </form>
  );
}
