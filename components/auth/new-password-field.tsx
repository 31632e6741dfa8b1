"use client";

import { useEffect, useId, useRef, useState } from "react";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import { PasswordStrength } from "@/components/ui/password-strength";
import { PasswordChecklist } from "./password-checklist";

export interface NewPasswordFieldProps {
  name: "password" | "new_password";
  label: string;
  errors?: string[];
  /** Words an attacker tries first: names and addresses of the account. */
  context?: string[];
}

/** A password to be chosen, with what the policy asks and the strength meter. Paste and managers are welcome (NIST SP 800-63B-4 3.1.1.2). */
export function NewPasswordField({ name, label, errors, context }: NewPasswordFieldProps) {
  const [password, setPassword] = useState("");
  const [outlived, setOutlived] = useState<string[]>();
  const root = useRef<HTMLDivElement>(null);
  const rulesId = useId();
  useEffect(() => {
    // React resets a form after its action, which empties the field but not our copy.
    const form = root.current?.closest("form");
    const clear = () => setPassword("");
    form?.addEventListener("reset", clear);
    return () => form?.removeEventListener("reset", clear);
  }, []);
  return (
    <div ref={root} className="grid gap-2.5">
      <Field name={name} label={label} errors={errors === outlived ? undefined : errors} hint="A few unrelated words are easy to remember and hard to guess." required>
        {(control) => (
          <PasswordInput
            {...control} autoComplete="new-password" onChange={(event) => {
              setPassword(event.target.value);
              // They were about the password before this one.
              setOutlived(errors);
            }}
            aria-describedby={[control["aria-describedby"], rulesId].filter(Boolean).join(" ")}
          />
        )}
      </Field>
      <PasswordChecklist id={rulesId} password={password} context={context} />
      <PasswordStrength password={password} context={context} />
    </div>
  );
}
