import type { Metadata } from "next";
import Link from "next/link";
import { toSessionRow } from "@/components/account/to-session-row";
import { AccountPanel } from "@/components/admin/account-panel";
import { AuditTable } from "@/components/admin/audit-table";
import { BanPanel } from "@/components/admin/ban-panel";
import { EditUserForm } from "@/components/admin/edit-user-form";
import { toAuditRow } from "@/components/admin/to-audit-row";
import { UserRoles } from "@/components/admin/user-roles";
import { shownSessions, UserSessions } from "@/components/admin/user-sessions";
import { UserSummary } from "@/components/admin/user-summary";
import { Card, CardHeader } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { holds } from "@/lib/access/policy";
import { getUser } from "@/lib/features/admin/operations/get-user";
import { listUserSessions } from "@/lib/features/admin/operations/list-user-sessions";
import { listLogs } from "@/lib/features/audit/operations/list-logs";
import { listAllRoles } from "@/lib/features/rbac/operations/list-roles";
import { listUserRoles } from "@/lib/features/rbac/operations/list-user-roles";
import { formFields, userFields } from "@/lib/hooks/user-fields";
import { can } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { withQuery } from "../../with-query";
import { banAction, deleteAction, endSessionsAction, requirePasswordAction, resetMfaAction, restoreAction, sendPasswordLinkAction, unbanAction, unlockAction, updateAction } from "./actions";
import { toAccountState, toEditedUser, toUserDetail } from "./user-detail";
import { namesOfPlaces, userRoles } from "./user-roles";

export const metadata: Metadata = { title: "User" };

export const access = can("users.view");

const EVENTS = 10;

export default page(access, async ({ run, viewer, params, search }) => {
  const person = await run(getUser, { params });
  const { id } = person;
  const held = await run(listUserRoles, { params });
  const places = await namesOfPlaces(viewer, held.assignments);
  const roles = holds(viewer, "roles.view") ? (await run(listAllRoles)).roles : [];
  const listed = holds(viewer, "sessions.view") ? await run(listUserSessions, { params }) : null;
  const events = holds(viewer, "audit.view") ? await run(listLogs, { query: { user_id: id, limit: EVENTS } }) : null;
  const user = toUserDetail(person.user);
  const isOwn = id === viewer.userId;
  const isDeleted = person.user.deleted_at !== null;
  const mayEdit = holds(viewer, "users.edit") && !isDeleted;
  const mayBan = holds(viewer, "users.ban") && !isOwn && !isDeleted;
  const mayDelete = holds(viewer, "users.delete") && !isOwn;
  const maySendLink = holds(viewer, "users.reset_password") && !isDeleted && person.user.is_active;
  const sessions = shownSessions(listed?.sessions.map(toSessionRow) ?? [], search.sessions === "all");
  return (
    <div className="grid gap-8">
      <PageHeader
        title={user.name}
        crumbs={[{ label: "Administration", href: "/admin" }, { label: "Users", href: "/admin/users" }, { label: user.name }]}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <UserSummary user={user} />
        <div className="grid min-w-0 gap-6">
          <BanPanel user={user} banAction={mayBan ? banAction : undefined} unbanAction={mayBan ? unbanAction : undefined} />
          <UserRoles userId={id} name={user.name} {...userRoles(viewer, held.assignments, places, roles, !isOwn && !isDeleted)} />
          {mayEdit && <EditUserForm version={person.user.updated_at} user={toEditedUser(person.user)} isOwn={isOwn} action={updateAction} extra={formFields(userFields, "administration", person.user)} />}
          {(mayEdit || mayDelete || maySendLink) && (
            <AccountPanel
              user={toAccountState(person.user)}
              requirePasswordAction={mayEdit ? requirePasswordAction : undefined} unlockAction={mayEdit ? unlockAction : undefined}
              resetMfaAction={mayEdit && !isOwn ? resetMfaAction : undefined}
              sendPasswordLinkAction={maySendLink ? sendPasswordLinkAction : undefined}
              deleteAction={mayDelete ? deleteAction : undefined} restoreAction={mayDelete ? restoreAction : undefined}
            />
          )}
          {listed && (
            <UserSessions
              userId={id} name={user.name} {...sessions} allHref={`/admin/users/${id}?sessions=all`}
              endAllAction={holds(viewer, "sessions.revoke") ? endSessionsAction : undefined}
            />
          )}
          {events && (
            <Card className="overflow-hidden">
              <CardHeader
                title="Latest events" description="What this person did, and what was done to them." className="border-b pb-4"
                action={<Link href={withQuery("/admin/audit", { actor: id })} className="link text-sm">All they did</Link>}
              />
              <AuditTable events={events.logs.map(toAuditRow)} />
            </Card>
          )}
        </div>
      </div>
    </div>
  );
});
