import { Field } from "./field";
import { Input } from "./input";

export interface CodeFieldProps {
  /** Where the code is to be found. */
  hint?: string;
  errors?: string[];
}

/** Six digits: a number pad on telephones, filled in from messages and password managers where they can. */
export const CodeField = ({ hint, errors }: CodeFieldProps) => (
  <Field name="code" label="Six-digit code" hint={hint} errors={errors} required>
    {(control) => (
      <Input
        {...control} inputMode="numeric" autoComplete="one-time-code" autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={20}
        className="font-mono tracking-widest"
      />
    )}
  </Field>
);
