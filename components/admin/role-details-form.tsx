"use client";

import { useActionState } from "react";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";
import type { RoleRow } from "./role-row";

/** `action` receives `role_id`, `display_name` and `description`. */
export function RoleDetailsForm({ role, action }: { role: RoleRow; action: FormAction }) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <Card>
      <CardHeader title="What it is called" description={<>Its name is <code>{role.name}</code>, and stays so.</>} />
      <form ref={form} action={submit} noValidate aria-label="What it is called">
        <CardBody className="grid gap-5">
          <FormMessage state={state} />
          <input type="hidden" name="role_id" value={role.id} />
          <Field name="display_name" label="Shown as" errors={state.fields?.display_name} required>
            {(control) => <Input {...control} maxLength={100} defaultValue={state.values?.display_name ?? role.displayName} />}
          </Field>
          <Field name="description" label="Description" errors={state.fields?.description} optional>
            {(control) => <Input {...control} maxLength={255} defaultValue={state.values?.description ?? role.description ?? ""} />}
          </Field>
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton>Save</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}
