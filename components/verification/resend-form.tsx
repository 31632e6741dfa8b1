"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface ResendFormProps {
  /** Receives `email`. */
  action: FormAction;
  /** An address or username that is known already; empty: whoever is signed in. Absent: the form asks. */
  identifier?: string;
}

/** Has the mail sent again. The answer stays in the page: it is the same for every address, so there is nothing else to see. */
export function ResendForm({ action, identifier }: ResendFormProps) {
  const [state, submit, isPending] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <form ref={form} action={submit} noValidate aria-label="Send the mail again" className="grid justify-items-start gap-3">
      {state.ok ? <Alert tone="success" className="w-full">{state.message}</Alert> : <FormMessage state={state} className="w-full" />}
      {identifier === undefined ? (
        <Field name="email" label="E-mail" errors={state.fields?.email} className="w-full" required>
          {(control) => <Input {...control} type="email" inputMode="email" autoComplete="email" maxLength={320} defaultValue={state.values?.email} />}
        </Field>
      ) : (
        identifier && <input type="hidden" name="email" value={identifier} />
      )}
      <Button type="submit" variant="secondary" size="sm" loading={isPending}>Send the mail again</Button>
    </form>
  );
}
