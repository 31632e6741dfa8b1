"use client";

import { useActionState } from "react";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

export interface OrganizationFormProps {
  action: FormAction;
  /** Hidden inputs, by name. */
  values: Record<string, string>;
  label: string;
  /** Accessible name where the label alone is ambiguous. */
  ariaLabel?: string;
}

/** One button that acts at once: what it does can be undone by another click. */
export function OrganizationForm({ action, values, label, ariaLabel }: OrganizationFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  return (
    <form action={submit}>
      {Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <SubmitButton variant="secondary" size="sm" aria-label={ariaLabel}>{label}</SubmitButton>
      <FormMessage state={state} className="mt-3 text-left" />
    </form>
  );
}
