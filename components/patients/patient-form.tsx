"use client";

import { useActionState } from "react";
import { Card, CardBody, CardFooter } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { useFormFocus } from "@/components/ui/use-form-focus";
import type { WirePatient } from "@/lib/features/patients/schema";

export interface PatientFormProps {
  /** Absent: a new one is added. */
  patient?: WirePatient;
  /** Receives the fields by their wire names, and `patient_id` for one that is there. */
  action: FormAction;
}

export function PatientForm({ patient, action }: PatientFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  const shown = (name: "name" | "record_number" | "date_of_birth" | "notes") => state.values?.[name] ?? patient?.[name] ?? "";
  return (
    <Card>
      <form ref={form} action={submit} noValidate>
        <CardBody className="grid gap-5 pt-5 sm:grid-cols-2">
          <FormMessage state={state} className="sm:col-span-2" />
          {patient && <input type="hidden" name="patient_id" value={patient.id} />}
          <Field name="name" label="Name" errors={state.fields?.name} required className="sm:col-span-2">
            {(control) => <Input {...control} autoComplete="off" maxLength={100} defaultValue={shown("name")} />}
          </Field>
          <Field name="record_number" label="Record number" hint="Capital letters, digits and hyphens." errors={state.fields?.record_number} required>
            {(control) => <Input {...control} autoComplete="off" autoCapitalize="characters" maxLength={32} defaultValue={shown("record_number")} />}
          </Field>
          <Field name="date_of_birth" label="Date of birth" errors={state.fields?.date_of_birth}>
            {(control) => <Input {...control} type="date" defaultValue={shown("date_of_birth")} />}
          </Field>
          <Field name="notes" label="Notes" errors={state.fields?.notes} className="sm:col-span-2">
            {(control) => <Textarea {...control} rows={5} maxLength={5000} defaultValue={shown("notes")} />}
          </Field>
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton>{patient ? "Save record" : "Add patient"}</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}
