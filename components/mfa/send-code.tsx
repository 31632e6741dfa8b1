"use client";

import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";

export interface SendCodeProps {
  action: FormAction;
  hint: string;
  /** In its place as long as nothing was sent. */
  hintBefore?: string;
  isSent?: boolean;
}

/** Has a code mailed, and says where to. */
export function SendCode({ action, hint, hintBefore = hint, isSent = false }: SendCodeProps) {
  const [state, send] = useFormAction(action);
  const wasSent = state.ok || (isSent && !state.message);
  return (
    <form action={send} className="grid gap-3 justify-items-start">
      {!state.ok && <FormMessage state={state} />}
      <p role="status" className="text-sm text-muted-foreground">{wasSent ? `We sent you a code. ${hint}` : hintBefore}</p>
      <SubmitButton variant="secondary">{wasSent ? "Send another code" : "Mail me a code"}</SubmitButton>
    </form>
  );
}
