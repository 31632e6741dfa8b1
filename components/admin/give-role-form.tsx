"use client";

import { CardBody, CardFooter } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { Select, type SelectOption } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface GiveRoleFormProps {
  userId: string;
  roles: SelectOption[];
  /** The first is what is meant where nothing is chosen. */
  places: SelectOption[];
  /** Receives `id`, `role_id`, `place` and `expires_on` (a day; empty: for ever). */
  action: FormAction;
}

/** No role is chosen before somebody has: the first of them may hold everything. */
const NONE: SelectOption = { value: "", label: "Choose a role" };

export function GiveRoleForm({ userId, roles, places, action }: GiveRoleFormProps) {
  const [state, submit] = useFormAction(action);
  const form = useFormFocus(state);
  const { fields = {}, values = {} } = state;
  return (
    <form ref={form} action={submit} noValidate aria-label="Give a role" className="border-t">
      <CardBody className="grid gap-5 sm:grid-cols-3">
        <FormMessage state={state} className="sm:col-span-3" />
        <input type="hidden" name="id" value={userId} />
        <Field name="role_id" label="Role" errors={fields.role_id} required>
          {(control) => <Select {...control} key={values.role_id} options={[NONE, ...roles]} defaultValue={values.role_id} />}
        </Field>
        <Field name="place" label="Where" errors={fields.organization_id}>
          {(control) => <Select {...control} key={values.place} options={places} defaultValue={values.place} />}
        </Field>
        <Field name="expires_on" label="Until" hint="Through the end of that day (UTC)." errors={fields.expires_at} optional>
          {(control) => <Input {...control} type="date" defaultValue={values.expires_on} />}
        </Field>
      </CardBody>
      <CardFooter className="justify-end"><SubmitButton>Give the role</SubmitButton></CardFooter>
    </form>
  );
}
