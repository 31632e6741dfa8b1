import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** The six digits of a mail. */
export function CodeField({ errors }: { errors?: string[] }) {
  return (
    <Field name="code" label="Six-digit code" errors={errors} required>
      {(control) => <Input {...control} inputMode="numeric" autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} maxLength={20} className="font-mono tracking-widest" />}
    </Field>
  );
}
