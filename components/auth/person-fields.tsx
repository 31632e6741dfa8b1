"use client";

import { type ChangeEvent, useState } from "react";
import { type ExtraField, ExtraFields } from "@/components/account/extra-fields";
import { Field } from "@/components/ui/field";
import type { FormState } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { NewPasswordField } from "./new-password-field";

interface PersonFieldsProps {
  state: FormState;
  /** Fields of the product's own. */
  extra: ExtraField[];
  /** The address, where it is not theirs to choose. */
  email?: string;
}

/** What a new person is asked: names, address, username, the product's own fields and a password. */
export function PersonFields({ state, extra, email }: PersonFieldsProps) {
  const { fields = {}, values = {} } = state;
  // What a password had better not repeat.
  const [known, setKnown] = useState<Record<string, string>>(email ? { email } : {});
  const remember = (event: ChangeEvent<HTMLInputElement>) => setKnown({ ...known, [event.target.name]: event.target.value });
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2 sm:gap-4">
        <Field name="first_name" label="First name" optional errors={fields.first_name}>
          {(control) => <Input {...control} autoComplete="given-name" maxLength={50} defaultValue={values.first_name} onChange={remember} />}
        </Field>
        <Field name="last_name" label="Last name" optional errors={fields.last_name}>
          {(control) => <Input {...control} autoComplete="family-name" maxLength={50} defaultValue={values.last_name} onChange={remember} />}
        </Field>
      </div>
      {email ? (
        // For password managers, which keep a password under a name.
        <input type="email" name="" value={email} autoComplete="username" readOnly hidden />
      ) : (
        <Field name="email" label="E-mail" errors={fields.email} required>
          {(control) => <Input {...control} type="email" inputMode="email" autoComplete="email" maxLength={320} defaultValue={values.email} onChange={remember} />}
        </Field>
      )}
      <Field name="username" label="Username" optional errors={fields.username} hint="For signing in without your address.">
        {(control) => (
          <Input
            {...control} autoComplete={email ? "off" : "username"} autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={50}
            defaultValue={values.username} onChange={remember}
          />
        )}
      </Field>
      <ExtraFields fields={extra} state={state} />
      <NewPasswordField name="password" label="Password" errors={fields.password} context={Object.values(known)} />
    </>
  );
}
