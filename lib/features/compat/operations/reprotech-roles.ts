/** Reprotech's `/api/roles` (reference contract T10, T11): a role is called what people read, permissions `user_read`. */
import { z } from "zod";
import { toDotted, toUnderscore } from "@/lib/access/permission-aliases";
import { createRole } from "@/lib/features/rbac/operations/create-role";
import { deleteRole } from "@/lib/features/rbac/operations/delete-role";
import { getRole } from "@/lib/features/rbac/operations/get-role";
import { listAllRoles } from "@/lib/features/rbac/operations/list-roles";
import { updateRole } from "@/lib/features/rbac/operations/update-role";
import type { RoleDetail } from "@/lib/features/rbac/schema";
import { reprotech as dialect } from "../dialects";
import { message } from "../reprotech-person";
import { slugOf } from "../role-name";
import { nothing, translate } from "../translate";

const role = z.object({ id: z.uuid(), name: z.string(), display_name: z.string(), description: z.string().nullable(), permissions: z.array(z.string()) });

const roleOf = ({ permissions, ...rest }: RoleDetail): z.input<typeof role> => ({ ...rest, permissions: permissions.map(({ name }) => toUnderscore(name)) });

const params = { accepts: z.object({ id: z.string() }), to: ({ id }: { id: string }) => ({ role_id: id }) };

export const reprotechListRoles = translate(listAllRoles, {
  name: "reprotech-list-roles",
  http: { method: "GET", path: "/api/roles" },
  summary: "Reprotech: list roles with what they grant",
  dialect,
  query: { accepts: z.object({}), to: () => ({ include_permissions: "true" }) },
  output: z.object({ roles: z.array(role) }),
  answer: ({ roles }) => ({ roles: roles.flatMap((entry) => ("permissions" in entry ? [roleOf(entry)] : [])) }),
});

export const reprotechCreateRole = translate(createRole, {
  name: "reprotech-create-role",
  http: { method: "POST", path: "/api/roles" },
  summary: "Reprotech: make a role",
  dialect,
  fields: { display_name: "name" },
  input: {
    accepts: z.object({ name: z.string(), description: z.string().nullish(), permissions: z.array(z.string()).optional() }),
    to: ({ name, description, permissions }) => ({ name: slugOf(name), display_name: name, description, permissions: permissions?.map(toDotted) }),
  },
  output: message.extend({ role }),
  answer: (body) => ({ ...body, role: roleOf(body.role) }),
});

export const reprotechGetRole = translate(getRole, {
  name: "reprotech-get-role",
  http: { method: "GET", path: "/api/roles/{id}" },
  summary: "Reprotech: show one role",
  dialect,
  params,
  output: role,
  answer: roleOf,
});

export const reprotechUpdateRole = translate(updateRole, {
  name: "reprotech-update-role",
  http: { method: "PUT", path: "/api/roles/{id}" },
  summary: "Reprotech: change what a role is called and described as",
  dialect,
  params,
  fields: { display_name: "name" },
  input: {
    accepts: z.object({
      name: z.string().optional(),
      description: z.string().nullish(),
      permissions: z.never({ error: "Change what a role grants with PUT /api/rbac/roles/{role_id}/permissions." }).optional(),
    }),
    to: ({ name, description }) => ({ display_name: name, description }),
  },
  output: message.extend({ role }),
  answer: (body) => ({ ...body, role: roleOf(body.role) }),
});

export const reprotechDeleteRole = translate(deleteRole, {
  name: "reprotech-delete-role",
  http: { method: "DELETE", path: "/api/roles/{id}" },
  summary: "Reprotech: delete a role that nobody holds",
  dialect,
  params,
  query: nothing,
  output: message,
  answer: (body) => body,
});
