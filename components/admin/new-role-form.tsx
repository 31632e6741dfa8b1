"use client";

import { useActionState } from "react";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface NewRoleFormProps {
  title: string;
  description: string;
  submitLabel: string;
  /** Hidden inputs, by name: `role_id` of the role to clone. */
  values?: Record<string, string>;
  /** Receives `name`, `display_name` and `description`. */
  action: FormAction;
}

/** A role that is new, or the copy of another. */
export function NewRoleForm({ title, description, submitLabel, values = {}, action }: NewRoleFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <Card>
      <CardHeader title={title} description={description} />
      <form ref={form} action={submit} noValidate aria-label={title}>
        <CardBody className="grid gap-5">
          <FormMessage state={state} />
          {Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
          <Field name="name" label="Name" hint="For programs: small letters, digits and underscores. It never changes." errors={state.fields?.name} required>
            {(control) => <Input {...control} maxLength={80} autoComplete="off" defaultValue={state.values?.name} />}
          </Field>
          <Field name="display_name" label="Shown as" errors={state.fields?.display_name} optional>
            {(control) => <Input {...control} maxLength={100} defaultValue={state.values?.display_name} />}
          </Field>
          <Field name="description" label="Description" errors={state.fields?.description} optional>
            {(control) => <Input {...control} maxLength={255} defaultValue={state.values?.description} />}
          </Field>
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton>{submitLabel}</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}
