import { recordEvent } from "@/lib/audit/record-event";
import { canAny } from "@/lib/access/policy";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { exportOutput } from "../import-schema";
import { listPermissions, listRoles } from "../repo";

/** How many people hold a role is not part of it. */
const NOBODY = { kind: "platform" } as const;

export const exportRbac = defineOperation({
  name: "rbac.export",
  kind: "query",
  http: { method: "GET", path: "/api/rbac/export" },
  summary: "Every role and permission, as rbac.import reads them",
  access: canAny("rbac.export", "rbac.admin"),
  limit: limits.read,
  output: exportOutput,
  audit: writesAudit("rbac.exported"),

  async run({ seal }) {
    const [permissions, roles] = await Promise.all([listPermissions(), listRoles(NOBODY)]);
    await recordEvent(seal({ action: "rbac.exported", metadata: { roles: roles.length, permissions: permissions.length } }));
    return {
      roles: roles.map(({ grants, ...role }) => ({ ...role, permissions: grants })),
      permissions,
      role_permissions: roles.flatMap(({ name, grants }) => grants.map((permission) => ({ role: name, permission }))),
    };
  },
});
