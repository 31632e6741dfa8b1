import { Badge } from "@/components/ui/badge";
import type { RoleTag } from "./user-row";

/** The first roles and how many more there are. */
export function RoleBadges({ roles, shown = 2 }: { roles: RoleTag[]; shown?: number }) {
  if (roles.length === 0) return <span className="text-muted-foreground">None</span>;
  const rest = roles.slice(shown);
  return (
    <span className="inline-flex flex-wrap justify-end gap-1.5 md:justify-start">
      {roles.slice(0, shown).map(({ name, displayName }) => <Badge key={name} tone="outline">{displayName}</Badge>)}
      {rest.length > 0 && <Badge title={rest.map(({ displayName }) => displayName).join(", ")}>{rest.length} more</Badge>}
    </span>
  );
}
