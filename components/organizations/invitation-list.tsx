"use client";

import { Mail } from "lucide-react";
import { RoleBadges } from "@/components/admin/role-badges";
import { Badge } from "@/components/ui/badge";
import { ConfirmForm } from "@/components/ui/confirm-form";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/components/ui/form-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { RoleChoice } from "./member-table";
import { OrganizationForm } from "./organization-form";

export interface InvitationRow {
  id: string;
  email: string;
  isExpired: boolean;
  roles: RoleChoice[];
  invitedBy: string | null;
  sentAt: string;
  expiresAt: string;
}

export interface InvitationListProps {
  organizationId: string;
  invitations: InvitationRow[];
  /** Both receive `organization_id` and `invitation_id`. */
  resendAction: FormAction;
  cancelAction: FormAction;
}

/** Invitations that wait for an answer, with what can be done about each. */
export function InvitationList({ invitations, ...rest }: InvitationListProps) {
  if (invitations.length === 0) return <EmptyState icon={Mail} title="Nobody is invited" description="Invitations stand here until they are accepted or cancelled." />;
  return (
    <Table aria-label="Invitations">
      <TableHead>
        <TableRow>{["Address", "Roles here", "Sent", "Actions"].map((name) => <TableHeader key={name}>{name}</TableHeader>)}</TableRow>
      </TableHead>
      <TableBody>{invitations.map((invitation) => <Line key={invitation.id} invitation={invitation} {...rest} />)}</TableBody>
    </Table>
  );
}

function Line({ invitation, organizationId, resendAction, cancelAction }: Omit<InvitationListProps, "invitations"> & { invitation: InvitationRow }) {
  const { id, email, isExpired, roles, invitedBy, sentAt, expiresAt } = invitation;
  const values = { organization_id: organizationId, invitation_id: id };
  return (
    <TableRow>
      <TableCell lead>
        <span className="grid max-w-80 min-w-0 gap-0.5">
          <span className="truncate font-medium">{email}</span>
          {invitedBy && <span className="truncate text-muted-foreground">by {invitedBy}</span>}
        </span>
      </TableCell>
      <TableCell label="Roles here"><RoleBadges roles={roles} /></TableCell>
      <TableCell label="Sent" className="text-muted-foreground">
        <span className="flex flex-wrap items-center justify-end gap-2 md:justify-start">
          <RelativeTime at={sentAt} />
          {isExpired ? <Badge tone="warning">Expired</Badge> : <span className="text-xs">expires <RelativeTime at={expiresAt} /></span>}
        </span>
      </TableCell>
      <TableCell label="Actions">
        <div className="flex flex-wrap items-start justify-end gap-2 md:justify-start">
          <OrganizationForm action={resendAction} values={values} label="Send again" ariaLabel={`Send again to ${email}`} />
          <ConfirmForm
            action={cancelAction} values={values} label="Cancel" ariaLabel={`Cancel the invitation of ${email}`} confirmLabel="Cancel invitation"
            title={`Cancel the invitation of ${email}?`} description="The link in their mail stops working at once."
          />
        </div>
      </TableCell>
    </TableRow>
  );
}
