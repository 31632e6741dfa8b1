import { Building2 } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/components/ui/form-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { OrganizationForm } from "./organization-form";
import type { OrganizationRow } from "./organization-row";

export interface OrganizationTableProps {
  organizations: OrganizationRow[];
  /** Receives `organization_id`. Absent: the list is for looking. */
  switchAction?: FormAction;
  /** What to say when there is none. */
  empty: string;
}

export function OrganizationTable({ organizations, switchAction, empty }: OrganizationTableProps) {
  if (organizations.length === 0) return <EmptyState icon={Building2} title="No organizations" description={empty} />;
  return (
    <Table aria-label="Organizations">
      <TableHead>
        <TableRow>{["Organization", "Your roles", "Created", ""].map((name) => <TableHeader key={name}>{name || <span className="sr-only">Switch</span>}</TableHeader>)}</TableRow>
      </TableHead>
      <TableBody>{organizations.map((organization) => <Line key={organization.id} organization={organization} switchAction={switchAction} />)}</TableBody>
    </Table>
  );
}

function Line({ organization, switchAction }: { organization: OrganizationRow; switchAction?: FormAction }) {
  const { id, name, slug, roles, isActive, isDefault, isMember, createdAt } = organization;
  return (
    <TableRow>
      <TableCell lead>
        <Link href={`/organizations/${id}`} className="group grid max-w-80 min-w-0 rounded-md">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium group-hover:underline">{name}</span>
            {isDefault && <Badge tone="outline">Default</Badge>}
          </span>
          <span className="truncate font-mono text-xs text-muted-foreground">{slug}</span>
        </Link>
      </TableCell>
      <TableCell label="Your roles">{isMember ? roles.join(", ") || "None" : <span className="text-muted-foreground">Not a member</span>}</TableCell>
      <TableCell label="Created" className="whitespace-nowrap text-muted-foreground"><RelativeTime at={createdAt} /></TableCell>
      <TableCell label={isActive ? "Status" : undefined} className="md:text-right">
        {isActive && <Badge tone="accent" dot>Active</Badge>}
        {!isActive && isMember && switchAction && <OrganizationForm action={switchAction} values={{ organization_id: id }} label="Switch" ariaLabel={`Switch to ${name}`} />}
      </TableCell>
    </TableRow>
  );
}
