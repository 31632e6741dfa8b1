"use client";

import { FormMessage } from "./form-message";
import type { FormAction } from "./form-state";
import { SubmitButton } from "./submit-button";
import { useFormAction } from "./use-form-action";

export interface SendCodeProps {
  action: FormAction;
  /** Where it goes to, as far as that is known. */
  address?: string;
  /** What is said as long as nothing was sent. */
  hint?: string;
  isSent?: boolean;
}

/** Has a code mailed, and says where to. */
export function SendCode({ action, address = "the address of your account", hint = `We mail a code to ${address}.`, isSent = false }: SendCodeProps) {
  const [state, send] = useFormAction(action);
  const wasSent = state.ok || (isSent && !state.message);
  return (
    <form action={send} className="grid gap-3 justify-items-start">
      {!state.ok && <FormMessage state={state} />}
      <p role="status" className="text-sm text-muted-foreground">{wasSent ? `We sent you a code. It goes to ${address}.` : hint}</p>
      <SubmitButton variant="secondary">{wasSent ? "Send another code" : "Mail me a code"}</SubmitButton>
    </form>
  );
}
