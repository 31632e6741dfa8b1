import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { RoleRow } from "./role-row";

export function RoleTable({ roles, usersHref }: { roles: RoleRow[]; usersHref?: (role: RoleRow) => string }) {
  if (roles.length === 0) return <EmptyState icon={ShieldCheck} title="No roles yet" description="Make one, and give it to people." />;
  return (
    <Table aria-label="Roles">
      <TableHead>
        <TableRow>{["Role", "Permissions", "People"].map((name) => <TableHeader key={name}>{name}</TableHeader>)}</TableRow>
      </TableHead>
      <TableBody>
        {roles.map((role) => (
          <TableRow key={role.id}>
            <TableCell lead>
              <Link href={`/admin/roles/${role.id}`} className="group grid max-w-96 min-w-0 rounded-md">
                <span className="flex items-center gap-2 font-medium group-hover:underline">{role.displayName}{role.isSystem && <Badge tone="outline">System</Badge>}</span>
                <span className="text-muted-foreground md:truncate">{role.description ?? role.name}</span>
              </Link>
            </TableCell>
            <TableCell label="Permissions"><GrantSummary grants={role.grants} /></TableCell>
            <TableCell label="People">
              {usersHref && role.usersCount > 0
                ? <Link href={usersHref(role)} className="link" aria-label={`People who hold ${role.displayName}: ${role.usersCount}`}>{role.usersCount}</Link>
                : role.usersCount}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Wildcards by name, because they grow; the rest by number. */
function GrantSummary({ grants }: { grants: string[] }) {
  if (grants.length === 0) return <span className="text-muted-foreground">Nothing</span>;
  if (grants.includes("*")) return <Badge>Everything</Badge>;
  const wildcards = grants.filter((grant) => grant.endsWith(".*"));
  const single = grants.length - wildcards.length;
  return (
    <span className="inline-flex flex-wrap justify-end gap-1.5 md:justify-start">
      {wildcards.map((grant) => <Badge key={grant} tone="outline">{grant}</Badge>)}
      {single > 0 && <Badge tone="outline">{single === 1 ? "1 permission" : `${single} permissions`}</Badge>}
    </span>
  );
}
