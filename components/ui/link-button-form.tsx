"use client";

import { type ReactNode, useActionState } from "react";
import { FormMessage } from "./form-message";
import { emptyFormState, type FormAction, isRefusedForGood } from "./form-state";
import { SubmitButton } from "./submit-button";
import { useFormFocus } from "./use-form-focus";

export interface LinkButtonFormProps {
  /** Receives `token`. */
  action: FormAction;
  token: string;
  label: string;
  /** Ways forward, as list items, shown in the button's place when the link turns out not to work. */
  otherwise: ReactNode;
  /** Stands above the button. */
  children?: ReactNode;
}

/** What a mail's link does: not by being opened, which scanners do too, but by this button. */
export function LinkButtonForm({ action, token, label, otherwise, children }: LinkButtonFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <form ref={form} action={submit} noValidate className="grid gap-5">
      <FormMessage state={state} />
      <input type="hidden" name="token" value={token} />
      {isRefusedForGood(state) ? (
        <ul className="grid gap-3 text-sm">{otherwise}</ul>
      ) : (
        <>
          {children}
          <SubmitButton className="h-11 w-full">{label}</SubmitButton>
        </>
      )}
    </form>
  );
}
