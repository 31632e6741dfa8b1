"use client";

import { useActionState } from "react";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface RenameOrganizationFormProps {
  id: string;
  name: string;
  /** Receives `organization_id` and `name`. */
  action: FormAction;
}

export function RenameOrganizationForm({ id, name, action }: RenameOrganizationFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <Card>
      <CardHeader title="Name" description="Its slug stays, since other systems may hold on to it." />
      <form ref={form} action={submit} noValidate>
        <CardBody className="grid gap-5">
          <FormMessage state={state} />
          <input type="hidden" name="organization_id" value={id} />
          <Field name="name" label="Name" errors={state.fields?.name} required>
            {(control) => <Input {...control} maxLength={100} defaultValue={state.values?.name ?? name} />}
          </Field>
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton>Rename</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}
