"use client";

import { useActionState } from "react";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";

/** `action` receives `name` and `activate`. */
export function CreateOrganizationForm({ action }: { action: FormAction }) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <Card>
      <CardHeader title="New organization" description="You become its administrator. Nobody in it sees your other organizations." />
      <form ref={form} action={submit} noValidate>
        <CardBody className="grid gap-5">
          <FormMessage state={state} />
          <Field name="name" label="Name" errors={state.fields?.name} required>
            {(control) => <Input {...control} maxLength={100} autoComplete="organization" defaultValue={state.values?.name} />}
          </Field>
          <Checkbox name="activate" defaultChecked label="Switch to it" hint="You continue in the new organization." />
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton>Create organization</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}
