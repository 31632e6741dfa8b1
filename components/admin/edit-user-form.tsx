"use client";

import { type ExtraField, ExtraFields } from "@/components/account/extra-fields";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface EditedUser {
  id: string;
  email: string;
  username: string;
  firstName: string | null;
  lastName: string | null;
  phoneNumber: string | null;
  isActive: boolean;
  isVerified: boolean;
}

export interface EditUserFormProps {
  user: EditedUser;
  /** The viewer's own account: address and standing are for another administrator. */
  isOwn: boolean;
  /** Changes with the account: the fields then begin anew, while the form keeps its word. */
  version: string;
  /** Receives `id`, the fields of the API, and `standing` where the checkboxes are shown. */
  action: FormAction;
  /** What the product lets administrators write. */
  extra?: ExtraField[];
}

export function EditUserForm({ user, isOwn, version, action, extra = [] }: EditUserFormProps) {
  const [state, submit] = useFormAction(action);
  const form = useFormFocus(state);
  const fields = [
    ["first_name", "First name", user.firstName, { maxLength: 50 }],
    ["last_name", "Last name", user.lastName, { maxLength: 50 }],
    ["username", "Username", user.username, { maxLength: 80, required: true }],
    ["phone_number", "Phone", user.phoneNumber, { type: "tel" }],
    ...(isOwn ? [] : [["email", "E-mail", user.email, { type: "email", required: true }] as const]),
  ] as const;
  return (
    <Card>
      <CardHeader title="Account" description={isOwn ? "Your own address and standing are for another administrator to change." : "A new e-mail address has to be verified again, unless you say that it is."} />
      <form ref={form} action={submit} noValidate>
        {state.message && <CardBody><FormMessage state={state} /></CardBody>}
        <CardBody key={version} className="grid gap-5 sm:grid-cols-2">
          <input type="hidden" name="id" value={user.id} />
          {fields.map(([name, label, value, props]) => (
            <Field key={name} name={name} label={label} errors={state.fields?.[name]} required={"required" in props}>
              {(control) => <Input {...control} {...props} autoComplete="off" defaultValue={state.values?.[name] ?? value ?? ""} />}
            </Field>
          ))}
          <ExtraFields fields={extra} state={state} />
          {!isOwn && (
            <div className="grid gap-1 sm:col-span-2">
              <input type="hidden" name="standing" value="shown" />
              <Checkbox name="is_active" value="true" defaultChecked={user.isActive} label="May sign in" hint="Without it the account is shut, and every session ends." />
              <Checkbox name="is_verified" value="true" defaultChecked={user.isVerified} label="E-mail address is verified" />
            </div>
          )}
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton>Save account</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}
