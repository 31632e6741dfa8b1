/** The mutations of roles, permissions and assignments, as scripts/prove/faults-mutations.mjs describes them. */
import { sender } from "./faults-mutations-sender.mjs";

const NAME = "made_for_the_proof";

/** @param {string} admin an administrator's access token */
export const rbacMutations = (url, admin) => {
  const { send, made } = sender(url, admin);
  const role = async ({ username }) => (await made(send("POST", "/api/rbac/roles", { name: `ready_${username}`, permissions: ["users.view"] }))).role;
  const permission = async ({ username }) => (await made(send("POST", "/api/rbac/permissions", { name: `ready_${username}.view` }))).permission;
  const assignment = async ({ id }) => (await made(send("POST", `/api/rbac/users/${id}/roles`, { role: "auditor" }))).assignment;
  const changed = "rbac.permission_changed";
  return {
    "role.create": { action: "rbac.role_created", act: ({ username }) => send("POST", "/api/rbac/roles", { name: `${NAME}_${username}`, permissions: ["users.view"] }) },
    "role.update": { action: "rbac.role_updated", ready: role, act: ({ made: { id } }) => send("PUT", `/api/rbac/roles/${id}`, { display_name: "Another name" }) },
    "role.delete": { action: "rbac.role_deleted", ready: role, act: ({ made: { id } }) => send("DELETE", `/api/rbac/roles/${id}`) },
    "role.clone": { action: "rbac.role_created", ready: role, act: ({ username, made: { id } }) => send("POST", `/api/rbac/roles/${id}/clone`, { name: `${NAME}_${username}` }) },
    "role.sync-permissions": { action: changed, ready: role, act: ({ made: { id } }) => send("PUT", `/api/rbac/roles/${id}/permissions`, { permissions: ["audit.view"] }) },
    "role.add-permissions": { action: changed, ready: role, act: ({ made: { id } }) => send("POST", `/api/rbac/roles/${id}/permissions`, { permissions: ["audit.view"] }) },
    "role.remove-permissions": { action: changed, ready: role, act: ({ made: { id } }) => send("DELETE", `/api/rbac/roles/${id}/permissions`, { permissions: ["users.view"] }) },
    "role.give": { action: "rbac.role_assigned", act: ({ id }) => send("POST", `/api/rbac/users/${id}/roles`, { role: "auditor" }) },
    "role.take": { action: "rbac.role_revoked", ready: assignment, act: ({ id, made: { id: taken } }) => send("DELETE", `/api/rbac/users/${id}/roles/${taken}`) },
    "role.replace-of-user": { action: "rbac.roles_replaced", act: ({ id }) => send("PUT", `/api/rbac/users/${id}/roles`, { roles: ["auditor"] }) },
    "role.set-primary": { action: "rbac.role_assigned", act: ({ id }) => send("PUT", `/api/rbac/users/${id}/role`, { role: "auditor" }) },
    "role.take-primary": { action: "rbac.role_revoked", act: ({ id }) => send("DELETE", `/api/rbac/users/${id}/role`) },
    "permission.create": { action: "rbac.permission_created", act: ({ username }) => send("POST", "/api/rbac/permissions", { name: `${NAME}_${username}.view` }) },
    "permission.create-many": { action: "rbac.permissions_created", act: ({ username }) => send("POST", "/api/rbac/permissions/bulk", { permissions: [`${NAME}_${username}.list`] }) },
    "permission.update": { action: "rbac.permission_updated", ready: permission, act: ({ made: { id } }) => send("PUT", `/api/rbac/permissions/${id}`, { display_name: "Another name" }) },
    "permission.delete": { action: "rbac.permission_deleted", ready: permission, act: ({ made: { id } }) => send("DELETE", `/api/rbac/permissions/${id}`) },
    "rbac.import": { action: "rbac.imported", act: ({ username }) => send("POST", "/api/rbac/import", { permissions: [{ name: `${NAME}_${username}.import` }] }) },
  };
};
