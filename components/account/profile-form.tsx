"use client";

import Link from "next/link";
import { useActionState, type ComponentProps } from "react";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction, type FormState } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { useFormFocus } from "@/components/ui/use-form-focus";
import { type ExtraField, ExtraFields } from "./extra-fields";

/** By input name, as on the wire; absent and null are empty. */
export interface ProfileValues {
  first_name?: string | null;
  last_name?: string | null;
  username?: string | null;
  phone_number?: string | null;
  /** YYYY-MM-DD */
  date_of_birth?: string | null;
  bio?: string | null;
  occupation?: string | null;
  address?: string | null;
  city?: string | null;
  state?: string | null;
  country?: string | null;
  zip_code?: string | null;
}

export interface ProfileFormProps {
  profile: ProfileValues;
  /** Shown, not changed here. */
  email: string;
  action: FormAction;
  /** Fields of the product's own, and what they hold. */
  extra?: ExtraField[];
}

export function ProfileForm({ profile, email, action, extra = [] }: ProfileFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  const text = { profile, state };
  return (
    <Card>
      <CardHeader title="Profile" description="Shown to administrators of your organization." />
      <form ref={form} action={submit} noValidate>
        <CardBody className="grid gap-5">
          <FormMessage state={state} />
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField {...text} name="first_name" label="First name" autoComplete="given-name" maxLength={50} />
            <TextField {...text} name="last_name" label="Last name" autoComplete="family-name" maxLength={50} />
            <Field name="email" label="E-mail" hint={<Link href="/account/email" className="link">Change your address</Link>}>
              {({ id, "aria-describedby": describedBy }) => <Input id={id} aria-describedby={describedBy} value={email} readOnly className="bg-muted" />}
            </Field>
            <TextField {...text} name="username" label="Username" autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={50} />
            <TextField {...text} name="phone_number" label="Phone" type="tel" autoComplete="tel" maxLength={15} />
            <TextField {...text} name="date_of_birth" label="Date of birth" type="date" autoComplete="bday" />
            <TextField {...text} name="occupation" label="Occupation" autoComplete="organization-title" maxLength={100} className="sm:col-span-2" />
          </div>
          <Field name="bio" label="About you" errors={state.fields?.bio}>
            {(control) => <Textarea {...control} maxLength={500} defaultValue={state.values?.bio ?? profile.bio ?? ""} />}
          </Field>
          <fieldset className="grid gap-5 sm:grid-cols-6">
            <legend className="mb-4 font-semibold">Address</legend>
            <TextField {...text} name="address" label="Street and number" autoComplete="street-address" maxLength={255} className="sm:col-span-6" />
            <TextField {...text} name="zip_code" label="Postal code" autoComplete="postal-code" maxLength={10} className="sm:col-span-2" />
            <TextField {...text} name="city" label="City" autoComplete="address-level2" maxLength={100} className="sm:col-span-4" />
            <TextField {...text} name="state" label="State or region" autoComplete="address-level1" maxLength={100} className="sm:col-span-3" />
            <TextField {...text} name="country" label="Country" autoComplete="country-name" maxLength={100} className="sm:col-span-3" />
          </fieldset>
          <ExtraFields fields={extra} state={state} />
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton>Save profile</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}

interface TextFieldProps extends Omit<ComponentProps<"input">, "name"> {
  name: keyof ProfileValues;
  label: string;
  profile: ProfileValues;
  state: FormState;
}

function TextField({ name, label, profile, state, className, ...rest }: TextFieldProps) {
  return (
    <Field name={name} label={label} errors={state.fields?.[name]} className={className}>
      {(control) => <Input {...control} {...rest} defaultValue={state.values?.[name] ?? profile[name] ?? ""} />}
    </Field>
  );
}
