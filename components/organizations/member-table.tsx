import { Users } from "lucide-react";
import { RoleBadges } from "@/components/admin/role-badges";
import { Avatar } from "@/components/ui/avatar";
import { ConfirmForm } from "@/components/ui/confirm-form";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/components/ui/form-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { MemberRolesForm } from "./member-roles-form";

export interface RoleChoice {
  id: string;
  name: string;
  displayName: string;
}

export interface MemberRow {
  id: string;
  name: string;
  email: string;
  avatarUrl?: string | null;
  roles: RoleChoice[];
  joinedAt: string;
  isSelf: boolean;
}

export interface MemberTableProps {
  organization: { id: string; name: string };
  members: MemberRow[];
  /** What may be given; with `rolesAction`. */
  roles?: RoleChoice[];
  /** Receives `organization_id`, `id` and a `role.<id>` for each role that is to be held. Absent: the viewer may not. */
  rolesAction?: FormAction;
  /** Receives `organization_id` and `id`. */
  removeAction?: FormAction;
}

export function MemberTable({ members, ...rest }: MemberTableProps) {
  if (members.length === 0) return <EmptyState icon={Users} title="Nobody matches" description="Try another word, or clear the search." />;
  return (
    <Table aria-label="Members">
      <TableHead>
        <TableRow>{["Member", "Roles here", "Joined", "Actions"].map((name) => <TableHeader key={name}>{name}</TableHeader>)}</TableRow>
      </TableHead>
      <TableBody>{members.map((member) => <Line key={member.id} member={member} {...rest} />)}</TableBody>
    </Table>
  );
}

function Line({ member, organization, roles = [], rolesAction, removeAction }: Omit<MemberTableProps, "members"> & { member: MemberRow }) {
  const { id, name, email, avatarUrl, joinedAt, isSelf } = member;
  const values = { organization_id: organization.id, id };
  return (
    <TableRow>
      <TableCell lead>
        <span className="flex max-w-80 min-w-0 items-center gap-3">
          <Avatar name={name} src={avatarUrl} />
          <span className="grid min-w-0">
            <span className="truncate font-medium">{name}{isSelf && <span className="font-normal text-muted-foreground"> (you)</span>}</span>
            <span className="truncate text-muted-foreground">{email}</span>
          </span>
        </span>
      </TableCell>
      <TableCell label="Roles here"><RoleBadges roles={member.roles} /></TableCell>
      <TableCell label="Joined" className="whitespace-nowrap text-muted-foreground"><RelativeTime at={joinedAt} /></TableCell>
      <TableCell label="Actions" className="max-md:items-center">
        {!isSelf && <div className="flex flex-wrap items-start justify-end gap-2 md:justify-start">
          {rolesAction && <MemberRolesForm action={rolesAction} values={values} name={name} roles={roles} held={member.roles} />}
          {removeAction && (
            <ConfirmForm
              action={removeAction} values={values} label="Remove" ariaLabel={`Remove ${name}`} confirmLabel="Remove"
              title={`Remove ${name} from ${organization.name}?`} description="Their roles here end at once. Their account and their other organizations stay."
            />
          )}
        </div>}
      </TableCell>
    </TableRow>
  );
}
