"use client";

import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { RoleMatrix } from "./role-matrix";
import type { PermissionGroup, RoleRow } from "./role-row";

export interface RoleGrantsFormProps {
  role: RoleRow;
  groups: PermissionGroup[];
  /** Names and wildcards that the viewer may put into a role. */
  grantable: string[];
  /** Receives `role_id` and each box as `permissions`. Absent: the viewer may look. */
  action?: FormAction;
  /** Why nothing can be changed. */
  reason?: string;
}

const nothing: FormAction = async (previous) => previous;

/** What a role holds. Every box that is ticked when the form is sent is held, and nothing else. */
export function RoleGrantsForm({ role, groups, grantable, action, reason }: RoleGrantsFormProps) {
  const [state, submit] = useFormAction(action ?? nothing);
  const allowed = new Set(action ? grantable : []);
  // A wildcard over permissions that are not there yet has no box, and is not to be lost for it.
  const shown = new Set(groups.flatMap(({ resources }) => resources.map(({ name }) => `${name}.*`)));
  const unseen = role.grants.filter((grant) => grant.endsWith(".*") && !shown.has(grant));
  return (
    <Card>
      <CardHeader title="Permissions" description={reason ?? "It acts on the next request of everybody who holds the role."} />
      <form key={role.grants.join()} action={submit} aria-label="Permissions">
        <CardBody className="grid gap-5">
          <FormMessage state={state} />
          <input type="hidden" name="role_id" value={role.id} />
          {unseen.map((grant) => <input key={grant} type="hidden" name="permissions" value={grant} />)}
          <RoleMatrix groups={groups} grants={role.grants} isGrantable={(name) => allowed.has(name)} />
        </CardBody>
        {action && <CardFooter className="justify-end"><SubmitButton>Save permissions</SubmitButton></CardFooter>}
      </form>
    </Card>
  );
}
