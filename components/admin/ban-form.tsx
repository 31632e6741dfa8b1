"use client";

import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import type { FormState } from "@/components/ui/form-state";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface BanFormProps {
  userId: string;
  name: string;
  state: FormState;
  /** Receives `id`, `reason` and `duration_hours` (empty: until somebody lifts it). */
  submit: (form: FormData) => void;
}

const durations = [
  { value: "", label: "Until somebody lifts it" },
  { value: "1", label: "1 hour" },
  { value: "24", label: "1 day" },
  { value: "168", label: "7 days" },
  { value: "720", label: "30 days" },
];

/** The form itself is the second thought: reason and end are read before the button is pressed, so no dialog follows. */
export function BanForm({ userId, name, state, submit }: BanFormProps) {
  const form = useFormFocus(state);
  return (
    <Card>
      <CardHeader title="Ban" description={`Ends every session of ${name} at once and refuses new ones.`} />
      <form ref={form} action={submit} noValidate>
        <CardBody className="grid gap-5">
          {!state.ok && <FormMessage state={state} />}
          <input type="hidden" name="id" value={userId} />
          <Field name="reason" label="Reason" hint="Kept in the audit trail." errors={state.fields?.reason} required>
            {(control) => <Textarea {...control} rows={3} maxLength={500} defaultValue={state.values?.reason} />}
          </Field>
          <Field name="duration_hours" label="For how long" errors={state.fields?.duration_hours}>
            {(control) => <Select {...control} key={state.values?.duration_hours} options={durations} defaultValue={state.values?.duration_hours ?? ""} />}
          </Field>
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton variant="destructive">Ban this person</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}
