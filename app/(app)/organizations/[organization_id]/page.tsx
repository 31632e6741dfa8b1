import type { Metadata } from "next";
import { AddMember } from "@/components/organizations/add-member";
import { EndPanel } from "@/components/organizations/end-panel";
import { InvitationList } from "@/components/organizations/invitation-list";
import { InviteForm } from "@/components/organizations/invite-form";
import { MemberTable } from "@/components/organizations/member-table";
import { OrganizationForm } from "@/components/organizations/organization-form";
import { RenameOrganizationForm } from "@/components/organizations/rename-organization-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { page } from "@/app/page-maker";
import { holds, scopeOf } from "@/lib/access/policy";
import type { PermissionName } from "@/lib/access/catalogue";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { listInvitations } from "@/lib/features/invitations/operations/list-invitations";
import { getOrganization } from "@/lib/features/organizations/operations/get-organization";
import { listMembers } from "@/lib/features/organizations/operations/list-members";
import { signedIn } from "@/lib/http/access";
import { switchAction } from "../../actions";
import { invitationPages, organizationPages } from "../organization-pages";
import { addAction, deleteAction, leaveAction, removeAction, renameAction, rolesAction } from "./actions";
import { cancelAction, inviteAction, resendAction } from "./invitation-actions";
import { toInvitationRow } from "./invitation-row";
import { toMemberRow, toRoleChoice } from "./member-row";

export const metadata: Metadata = { title: "Organization" };

export const access = signedIn();

const CANDIDATES = "5";

export default page(access, async ({ run, viewer, params, search }) => {
  const organization = await run(getOrganization, { params });
  const { id, name, is_active: isActive, is_member: isMember } = organization;
  /** Permissions count in the active organization, or everywhere when they are held on the platform. */
  const may = (permission: PermissionName) => (isActive && holds(viewer, permission)) || scopeOf(viewer, permission).kind === "platform";
  const listed = may("users.view") ? await run(listMembers, { params, query: { cursor: search.cursor } }) : null;
  const mayAdd = may("organizations.edit") && scopeOf(viewer, "users.view").kind === "platform";
  const found = mayAdd && search.person ? await run(listUsers, { query: { q: search.person, per_page: CANDIDATES } }) : null;
  const options = listed && may("users.assign_role") ? await run(listUsers, { query: { include_roles: "true", per_page: "1" } }) : null;
  const invited = may("organizations.invite") ? await run(listInvitations, { params, query: { cursor: search.invitations } }) : null;
  const members = listed?.members.map((member) => toMemberRow(member, viewer.userId)) ?? [];
  const candidates = (found?.users ?? []).filter((user) => !members.some((member) => member.id === user.id));
  return (
    <div className="grid gap-8">
      <PageHeader
        title={name}
        description={organization.members_count === 1 ? "1 member." : `${organization.members_count.toLocaleString("en")} members.`}
        crumbs={[{ label: "Organizations", href: "/organizations" }, { label: name }]}
        actions={isActive ? <Badge tone="accent" dot>Active</Badge> : isMember && <OrganizationForm action={switchAction} values={{ organization_id: id }} label="Switch to it" />}
      />
      {listed ? (
        <Card className="overflow-hidden">
          <CardHeader title="Members" description="And the roles that they hold here." className="border-b pb-4" />
          <MemberTable
            organization={{ id, name }} members={members} roles={options?.role_options?.map(toRoleChoice)}
            rolesAction={options ? rolesAction : undefined} removeAction={may("organizations.edit") ? removeAction : undefined}
          />
          <Pagination {...organizationPages(listed, `/organizations/${id}`)} label="Pages of members" />
        </Card>
      ) : (
        <p className="text-muted-foreground">{isActive ? "Your roles here do not let you see its members." : "Switch to this organization to see what you may do in it."}</p>
      )}
      {mayAdd && (
        <AddMember
          organizationId={id} search={search.person} action={addAction}
          candidates={candidates.map((user) => ({ id: user.id, name: user.full_name ?? user.username, email: user.email, avatarUrl: user.profile_picture_url }))}
        />
      )}
      {invited && (
        <>
          <InviteForm organizationId={id} action={inviteAction} roles={options?.role_options?.map(toRoleChoice) ?? []} />
          <Card className="overflow-hidden">
            <CardHeader title="Invitations" description="Those that wait for an answer." className="border-b pb-4" />
            <InvitationList organizationId={id} invitations={invited.invitations.map(toInvitationRow)} resendAction={resendAction} cancelAction={cancelAction} />
            {invited.total > 0 && <Pagination {...invitationPages(invited, `/organizations/${id}`)} label="Pages of invitations" />}
          </Card>
        </>
      )}
      {may("organizations.edit") && <RenameOrganizationForm id={id} name={name} action={renameAction} />}
      <EndPanel
        organization={{ id, name }} leaveAction={isMember ? leaveAction : undefined}
        deleteAction={may("organizations.delete") && !organization.is_default ? deleteAction : undefined}
      />
    </div>
  );
});
