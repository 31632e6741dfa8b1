"use client";

import { buttonVariants } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import type { RoleChoice } from "./member-table";

export interface MemberRolesFormProps {
  /** Receives `values` and a `role.<id>` for each role that is to be held. */
  action: FormAction;
  values: Record<string, string>;
  /** Whose. */
  name: string;
  roles: RoleChoice[];
  held: RoleChoice[];
}

/** Opens in its place without JavaScript. Roles that the list does not offer, and somebody holds, stay offered. */
export function MemberRolesForm({ action, values, name, roles, held }: MemberRolesFormProps) {
  const [state, submit] = useFormAction(action);
  const offered = [...roles, ...held.filter(({ id }) => !roles.some((role) => role.id === id))];
  return (
    <details className="text-left">
      <summary aria-label={`Change roles of ${name}`} className={buttonVariants({ variant: "secondary", size: "sm", className: "list-none cursor-pointer" })}>Roles</summary>
      <form action={submit} key={held.map(({ id }) => id).join()} className="mt-3 grid gap-2">
        {Object.entries(values).map(([key, value]) => <input key={key} type="hidden" name={key} value={value} />)}
        <fieldset className="grid">
          <legend className="sr-only">Roles of {name}</legend>
          {offered.map((role) => <Checkbox key={role.id} name={`role.${role.id}`} label={role.displayName} defaultChecked={held.some(({ id }) => id === role.id)} />)}
        </fieldset>
        <SubmitButton size="sm" className="justify-self-start">Save roles</SubmitButton>
        <FormMessage state={state} />
      </form>
    </details>
  );
}
