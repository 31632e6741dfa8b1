"use client";

import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SendCode } from "@/components/ui/send-code";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface TurnOffProps {
  /** Receives `code`. */
  action: FormAction;
  /** For those who have codes by mail. */
  sendCodeAction?: FormAction;
}

/** Takes the second factor away, by a code of it. Folded, because nobody should come upon it by accident. */
export function TurnOff({ action, sendCodeAction }: TurnOffProps) {
  const [state, submit] = useFormAction(action);
  const form = useFormFocus(state);
  return (
    <details className="text-sm" open={state.message !== undefined && !state.ok}>
      <summary className="link w-fit cursor-pointer">Turn the second factor off</summary>
      <div className="mt-4 grid max-w-sm gap-4">
        {sendCodeAction && <SendCode action={sendCodeAction} hint="To turn it off by a code from our mail, have one sent first." />}
        <form ref={form} action={submit} noValidate className="grid gap-4">
          <FormMessage state={state.fields ? { ...state, message: undefined } : state} />
          <Field name="code" label="Code" hint="Six digits, or a recovery code." errors={state.fields?.code} required>
            {(control) => <Input {...control} autoComplete="one-time-code" autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={50} className="font-mono" />}
          </Field>
          <SubmitButton variant="destructive-quiet" className="justify-self-start">Turn it off</SubmitButton>
        </form>
      </div>
    </details>
  );
}
