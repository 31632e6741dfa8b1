"use client";

import { type ReactNode, useActionState } from "react";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface LinkButtonFormProps {
  /** Receives `token`. */
  action: FormAction;
  token: string;
  label: string;
  /** Ways forward, shown when the link turns out not to work. */
  otherwise: ReactNode;
}

/** What a mail's link does: not by being opened, which scanners do too, but by this button. */
export function LinkButtonForm({ action, token, label, otherwise }: LinkButtonFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <form ref={form} action={submit} noValidate className="grid gap-5">
      <FormMessage state={state} />
      <input type="hidden" name="token" value={token} />
      {state.code ? <ul className="grid gap-3 text-sm">{otherwise}</ul> : <SubmitButton className="h-11 w-full">{label}</SubmitButton>}
    </form>
  );
}
