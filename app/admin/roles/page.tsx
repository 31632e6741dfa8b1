import type { Metadata } from "next";
import { NewRoleForm } from "@/components/admin/new-role-form";
import { RoleTable } from "@/components/admin/role-table";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { holds, scopeOf } from "@/lib/access/policy";
import { listAllRoles } from "@/lib/features/rbac/operations/list-roles";
import { can } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { withQuery } from "../with-query";
import { createAction } from "./actions";
import { toRoleRow } from "./role-row";

export const metadata: Metadata = { title: "Roles" };

export const access = can("roles.view");

export default page(access, async ({ run, viewer }) => {
  const { roles } = await run(listAllRoles);
  const mayCreate = holds(viewer, "roles.create") && scopeOf(viewer, "roles.create").kind === "platform";
  return (
    <div className="grid gap-8">
      <PageHeader title="Roles" description="What people may do, by the roles they hold." crumbs={[{ label: "Administration", href: "/admin" }, { label: "Roles" }]} />
      <Card className="overflow-hidden">
        <RoleTable roles={roles.map(toRoleRow)} usersHref={holds(viewer, "users.view") ? ({ name }) => withQuery("/admin/users", { role: name }) : undefined} />
      </Card>
      {mayCreate && <NewRoleForm title="New role" description="It holds nothing until you say what." submitLabel="Create role" action={createAction} />}
    </div>
  );
});
