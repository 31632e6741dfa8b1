import { Users } from "lucide-react";
import Link from "next/link";
import { Avatar } from "@/components/ui/avatar";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { RoleBadges } from "./role-badges";
import { StatusBadge } from "./status-badge";
import type { UserRow } from "./user-row";

export interface UserTableProps {
  users: UserRow[];
  /** Whether filters are set: an empty list then means "no match". */
  filtered?: boolean;
  /** The form whose `ids` the checkboxes are; absent: nothing is to be chosen. */
  form?: string;
}

export function UserTable({ users, filtered = false, form }: UserTableProps) {
  if (users.length === 0) {
    return filtered
      ? <EmptyState icon={Users} title="Nobody matches" description="Try another word, role or status, or clear the filters." />
      : <EmptyState icon={Users} title="Nobody here yet" description="People appear as soon as they sign up." />;
  }
  return (
    <Table aria-label="Users">
      <TableHead>
        <TableRow>
          {["Person", "Roles", "Status", "Last sign-in", "Joined"].map((name) => <TableHeader key={name}>{name}</TableHeader>)}
        </TableRow>
      </TableHead>
      <TableBody>{users.map((user) => <UserLine key={user.id} user={user} form={form} />)}</TableBody>
    </Table>
  );
}

function UserLine({ user, form }: { user: UserRow; form?: string }) {
  return (
    <TableRow>
      <TableCell lead>
        <span className="flex max-w-80 min-w-0 items-center gap-3">
          {form && <Checkbox form={form} name="ids" value={user.id} label={<span className="sr-only">Choose {user.name}</span>} className="shrink-0 gap-0" />}
          <Link href={`/admin/users/${user.id}`} className="group flex min-w-0 items-center gap-3 rounded-md">
            <Avatar name={user.name} src={user.avatarUrl} />
            <span className="grid min-w-0">
              <span className="truncate font-medium group-hover:underline">{user.name}</span>
              <span className="truncate text-muted-foreground">{user.email}</span>
            </span>
          </Link>
        </span>
      </TableCell>
      <TableCell label="Roles"><RoleBadges roles={user.roles} /></TableCell>
      <TableCell label="Status"><StatusBadge status={user.status} /></TableCell>
      <TableCell label="Last sign-in" className="whitespace-nowrap text-muted-foreground">
        {user.lastLoginAt ? <RelativeTime at={user.lastLoginAt} /> : "Never"}
      </TableCell>
      <TableCell label="Joined" className="whitespace-nowrap text-muted-foreground"><RelativeTime at={user.createdAt} /></TableCell>
    </TableRow>
  );
}
