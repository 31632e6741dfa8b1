/** Reprotech's backend, who holds what: `/api/v1/users/{id}/roles` (reference contract B12). */
import { z } from "zod";
import type { WireAssignment } from "@/lib/features/rbac/assignment-schema";
import { listUserRoles } from "@/lib/features/rbac/operations/list-user-roles";
import { replaceUserRoles } from "@/lib/features/rbac/operations/replace-user-roles";
import { takeRoleFromUser } from "@/lib/features/rbac/operations/take-role";
import { backend as dialect } from "../dialects";
import { message } from "../backend-person";
import { slugOf } from "../role-name";
import { translate } from "../translate";

const role = z.object({ id: z.uuid(), name: z.string(), display_name: z.string() });

/** Each role once: there nobody holds one in several places. */
function rolesOf(assignments: readonly WireAssignment[]): z.input<typeof role>[] {
  const roles = assignments.map(({ role_id, role_name, role_display_name }) => ({ id: role_id, name: role_name, display_name: role_display_name }));
  return [...new Map(roles.map((entry) => [entry.id, entry])).values()];
}

export const backendListRoles = translate(listUserRoles, {
  name: "backend-list-roles",
  http: { method: "GET", path: "/api/v1/users/{id}/roles" },
  summary: "Reprotech's backend: the roles that somebody holds",
  dialect,
  output: z.object({ roles: z.array(role) }),
  answer: ({ assignments }) => ({ roles: rolesOf(assignments) }),
});

export const backendReplaceRoles = translate(replaceUserRoles, {
  name: "backend-replace-roles",
  http: { method: "POST", path: "/api/v1/users/{id}/roles" },
  summary: "Reprotech's backend: replace all roles that somebody holds",
  dialect,
  fields: { roles: "role_names" },
  input: { accepts: z.object({ role_names: z.array(z.string()) }), to: ({ role_names }) => ({ roles: role_names.map(slugOf) }) },
  output: message.extend({ roles: z.array(role) }),
  answer: (body) => ({ ...body, roles: rolesOf(body.assignments) }),
});

export const backendTakeRole = translate(takeRoleFromUser, {
  name: "backend-take-role",
  http: { method: "DELETE", path: "/api/v1/users/{id}/roles/{role_id}" },
  summary: "Reprotech's backend: take one role away",
  dialect,
  params: { accepts: z.object({ id: z.string(), role_id: z.string() }), to: ({ id, role_id }) => ({ id, assignment_id: role_id }) },
  output: message,
  answer: (body) => body,
});
