"use client";

import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFormFocus } from "@/components/ui/use-form-focus";
import type { RoleChoice } from "./member-table";

export interface InviteFormProps {
  organizationId: string;
  /** Receives `organization_id`, `email` and a `role.<name>` for each role that was ticked. */
  action: FormAction;
  /** What may be given; none: what everybody begins with. */
  roles: RoleChoice[];
}

/** Asks somebody in by mail. It says the same for every address, so it has nothing to say of whether there is an account. */
export function InviteForm({ organizationId, action, roles }: InviteFormProps) {
  const [state, submit] = useFormAction(action);
  const form = useFormFocus(state);
  const roleErrors = state.fields?.roles ?? [];
  return (
    <Card>
      <CardHeader title="Invite somebody" description="They get a mail with a link, and join when they accept. Somebody without an account makes one there." />
      <form ref={form} action={submit} noValidate>
        <CardBody className="grid gap-5">
          <FormMessage state={state} />
          <input type="hidden" name="organization_id" value={organizationId} />
          <Field name="email" label="E-mail" errors={state.fields?.email} required>
            {(control) => <Input {...control} type="email" inputMode="email" autoComplete="off" maxLength={254} defaultValue={state.values?.email} />}
          </Field>
          {roles.length > 0 && (
            <fieldset className="grid gap-1">
              <legend className="text-sm font-medium">Roles here</legend>
              <p className="text-sm text-muted-foreground">With none ticked they get the role that everybody begins with.</p>
              <div className="mt-1 grid gap-x-6 sm:grid-cols-2">
                {roles.map(({ id, name, displayName }) => <Checkbox key={id} name={`role.${name}`} label={displayName} />)}
              </div>
              {roleErrors.length > 0 && <p className="text-sm text-destructive-text">{roleErrors.join(" ")}</p>}
            </fieldset>
          )}
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton>Send invitation</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}
