import { ShieldCheck } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { ConfirmForm } from "@/components/ui/confirm-form";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/components/ui/form-state";
import { RelativeTime } from "@/components/ui/relative-time";
import type { SelectOption } from "@/components/ui/select";
import { GiveRoleForm } from "./give-role-form";

export interface AssignmentRow {
  id: string;
  roleName: string;
  /** "In this organization", "On the whole platform" … */
  place: string;
  expiresAt: string | null;
  isPrimary: boolean;
}

export interface UserRolesProps {
  userId: string;
  name: string;
  assignments: AssignmentRow[];
  /** Receives `id` and `assignment_id`. Absent: the viewer may not. */
  takeAction?: FormAction;
  /** What may be given, where, and the action that receives `id`, `role_id`, `place` and `expires_on`. */
  give?: { roles: SelectOption[]; places: SelectOption[]; action: FormAction };
}

/** What somebody holds, the primary role first, and the ways to change it. */
export function UserRoles({ userId, name, assignments, takeAction, give }: UserRolesProps) {
  return (
    <Card>
      <CardHeader title="Roles" description="Changes apply on the next request." />
      {assignments.length === 0 ? <EmptyState icon={ShieldCheck} title="No roles" /> : (
        <ul className="mt-5 divide-y border-t">
          {assignments.map((held) => (
            <li key={held.id} className="flex flex-wrap items-center justify-between gap-3 px-5 py-3.5 sm:px-6">
              <div className="grid gap-0.5 text-sm">
                <span className="flex items-center gap-2 font-medium">{held.roleName}{held.isPrimary && <Badge tone="outline">Primary</Badge>}</span>
                <span className="text-muted-foreground">{held.place}{held.expiresAt && <>, ends <RelativeTime at={held.expiresAt} /></>}</span>
              </div>
              {takeAction && (
                <ConfirmForm
                  action={takeAction} values={{ id: userId, assignment_id: held.id }} label="Take away" confirmLabel="Take away" ariaLabel={`Take ${held.roleName} away`}
                  title={`Take ${held.roleName} from ${name}?`} description="What it grants is gone on their next request."
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {give && <GiveRoleForm userId={userId} {...give} />}
    </Card>
  );
}
