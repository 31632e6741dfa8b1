import type { Metadata } from "next";
import { NewRoleForm } from "@/components/admin/new-role-form";
import { RoleDetailsForm } from "@/components/admin/role-details-form";
import { RoleGrantsForm } from "@/components/admin/role-grants-form";
import { Badge } from "@/components/ui/badge";
import { ConfirmForm } from "@/components/ui/confirm-form";
import { PageHeader } from "@/components/ui/page-header";
import { holds } from "@/lib/access/policy";
import { getRole } from "@/lib/features/rbac/operations/get-role";
import { listAllPermissions } from "@/lib/features/rbac/operations/list-permissions";
import { can } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { groupPermissions, toRoleRow } from "../role-row";
import { cloneAction, deleteAction, grantsAction, updateAction } from "./actions";
import { grantableBy, standingOf } from "./standing";

export const metadata: Metadata = { title: "Role" };

export const access = can("roles.view");

export default page(access, async ({ run, viewer, params }) => {
  const { role } = await run(getRole, { params });
  const permissions = holds(viewer, "permissions.view") ? (await run(listAllPermissions)).permissions : role.permissions;
  const { mayEdit, mayDelete, mayClone, reason } = standingOf(viewer, role);
  const row = toRoleRow(role);
  return (
    <div className="grid gap-8">
      <PageHeader
        title={<span className="flex flex-wrap items-center gap-3">{row.displayName}{row.isSystem && <Badge tone="outline">System</Badge>}</span>}
        description={row.description ?? undefined}
        crumbs={[{ label: "Administration", href: "/admin" }, { label: "Roles", href: "/admin/roles" }, { label: row.displayName }]}
        actions={mayDelete && (
          <ConfirmForm
            action={deleteAction} values={{ role_id: row.id, force: String(row.usersCount > 0) }} label="Delete role" confirmLabel="Delete role" title={`Delete ${row.displayName}?`}
            description={row.usersCount > 0 ? "Everybody who holds it gets the default role in its place." : "Nobody holds it."}
          />
        )}
      />
      <RoleGrantsForm role={row} groups={groupPermissions(permissions)} grantable={grantableBy(viewer, permissions)} action={mayEdit ? grantsAction : undefined} reason={reason} />
      {mayEdit && <RoleDetailsForm role={row} action={updateAction} />}
      {mayClone && <NewRoleForm title="Clone" description="A new role that holds the same." submitLabel="Clone the role" values={{ role_id: row.id }} action={cloneAction} />}
    </div>
  );
});
