import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { RoleBadges } from "./role-badges";
import { StatusBadge } from "./status-badge";
import type { UserRow } from "./user-row";

export interface UserDetail extends UserRow {
  emailVerifiedAt: string | null;
  phoneNumber: string | null;
  /** How the account began: local, admin, or a provider's id. */
  provider: string;
  /** What the product keeps about people beside what everybody has. */
  extra: { name: string; label: string; value: string }[];
  ban: { reason: string | null; bannedAt: string; expiresAt: string | null } | null;
}

/** Who this is and how the account stands. */
export function UserSummary({ user }: { user: UserDetail }) {
  return (
    <Card className="grid content-start gap-6 p-5 sm:p-6">
      <div className="flex min-w-0 items-center gap-4">
        <Avatar name={user.name} src={user.avatarUrl} size="lg" />
        <div className="grid min-w-0 justify-items-start gap-1.5">
          <p className="max-w-full text-lg leading-snug break-words font-semibold tracking-tight">{user.name}</p>
          <StatusBadge status={user.status} />
        </div>
      </div>
      <dl className="grid gap-x-6 gap-y-4 text-sm sm:grid-cols-2 lg:grid-cols-1">
        <Item term="E-mail"><span className="break-all">{user.email}</span>{!user.emailVerifiedAt && <span className="text-muted-foreground"> (not verified)</span>}</Item>
        <Item term="Username">{user.username}</Item>
        {user.phoneNumber && <Item term="Phone">{user.phoneNumber}</Item>}
        {user.extra.map(({ name, label, value }) => <Item key={name} term={label}>{value}</Item>)}
        <Item term="Roles"><RoleBadges roles={user.roles} shown={6} /></Item>
        <Item term="Created by">{originLabel(user.provider)}</Item>
        <Item term="Joined"><RelativeTime at={user.createdAt} /></Item>
        <Item term="Last sign-in">{user.lastLoginAt ? <RelativeTime at={user.lastLoginAt} /> : "Never"}</Item>
        <Item term="Id">
          <span className="flex items-center gap-1">
            <code className="truncate font-mono text-xs">{user.id}</code>
            <CopyButton value={user.id} label="Copy id" />
          </span>
        </Item>
      </dl>
    </Card>
  );
}

function Item({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 justify-items-start gap-0.5">
      <dt className="text-muted-foreground">{term}</dt>
      <dd className="max-w-full min-w-0">{children}</dd>
    </div>
  );
}

function originLabel(provider: string): string {
  if (provider === "local") return "Sign-up form";
  if (provider === "import") return "An import from another system";
  return provider === "admin" ? "An administrator" : provider;
}
