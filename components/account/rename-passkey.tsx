"use client";

import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFormFocus } from "@/components/ui/use-form-focus";

/** Opens in its place, also without JavaScript; closes when the name has changed. */
export function RenamePasskey({ id, name, action }: { id: string; name: string; action: FormAction }) {
  const [state, submit] = useFormAction(action);
  const form = useFormFocus(state);
  return (
    <details key={name} className="mt-1 text-sm">
      <summary className="link w-fit cursor-pointer" aria-label={`Rename passkey ${name}`}>Rename</summary>
      <form ref={form} action={submit} noValidate className="mt-3 grid max-w-sm gap-3">
        <FormMessage state={state} />
        <input type="hidden" name="id" value={id} />
        <Field name="name" label="Name" errors={state.fields?.name} required>
          {(control) => <Input {...control} defaultValue={state.values?.name ?? name} maxLength={60} autoComplete="off" />}
        </Field>
        <SubmitButton variant="secondary" className="w-fit">Save name</SubmitButton>
      </form>
    </details>
  );
}
