import { Field, type FieldControl } from "@/components/ui/field";
import type { FormState } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

/** A field that the product has added to people. */
export interface ExtraField {
  name: string;
  label: string;
  input: "text" | "textarea" | "url" | "tel" | "number" | "date" | "checkbox";
  isRequired: boolean;
  /** As an input has it; a tick is "true". */
  value: string;
}

/** What the product asks of people beside what everybody is asked. */
export function ExtraFields({ fields, state }: { fields: ExtraField[]; state: FormState }) {
  return fields.map((field) => (
    <Field key={field.name} name={field.name} label={field.label} errors={state.fields?.[field.name]} required={field.isRequired} optional={!field.isRequired && field.input !== "checkbox"}>
      {(control) => <ExtraControl control={control} field={field} value={state.values?.[field.name] ?? field.value} />}
    </Field>
  ));
}

function ExtraControl({ control, field, value }: { control: FieldControl; field: ExtraField; value: string }) {
  if (field.input === "textarea") return <Textarea {...control} defaultValue={value} />;
  if (field.input !== "checkbox") return <Input {...control} type={field.input === "number" ? "text" : field.input} inputMode={field.input === "number" ? "decimal" : undefined} defaultValue={value} />;
  return (
    <span>
      {/* A box that is not ticked sends nothing; the later one of two values counts. */}
      <input type="hidden" name={control.name} value="false" />
      <input {...control} type="checkbox" defaultChecked={value === "true" || value === "on"} className="size-4 accent-primary" />
    </span>
  );
}
