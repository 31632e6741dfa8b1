import { example, SAMPLE } from "@/lib/operation-example";
import { addRolePermissions, removeRolePermissions, syncRolePermissions } from "./operations/change-role-permissions";
import { checkOwnPermissions } from "./operations/check-own-permissions";
import { cloneRole } from "./operations/clone-role";
import { createPermission } from "./operations/create-permission";
import { createPermissions } from "./operations/create-permissions";
import { createRole } from "./operations/create-role";
import { deletePermission } from "./operations/delete-permission";
import { deleteRole } from "./operations/delete-role";
import { getPermission } from "./operations/get-permission";
import { getRole } from "./operations/get-role";
import { giveRoleToUser } from "./operations/give-role";
import { importRbac } from "./operations/import-rbac";
import { listAllPermissions } from "./operations/list-permissions";
import { listRolePermissions } from "./operations/list-role-permissions";
import { listRoleUsers } from "./operations/list-role-users";
import { listAllRoles } from "./operations/list-roles";
import { listUserRoles } from "./operations/list-user-roles";
import { replaceUserRoles } from "./operations/replace-user-roles";
import { setPrimaryRole } from "./operations/set-primary-role";
import { showPrimaryRole } from "./operations/show-primary-role";
import { takePrimaryRoleFromUser } from "./operations/take-primary-role";
import { takeRoleFromUser } from "./operations/take-role";
import { updatePermission } from "./operations/update-permission";
import { updateRole } from "./operations/update-role";

const role = { role_id: SAMPLE.role };
const permission = { permission_id: SAMPLE.permission };
const person = { id: SAMPLE.user };

const roles = [
  example(listAllRoles, { title: "With what they hold", query: { include_permissions: "true" } }),
  example(createRole, { input: { name: "editor", display_name: "Editor", description: "Looks after people's details.", permissions: ["users.view", "users.edit"] } }),
  example(getRole, { params: role }),
  example(updateRole, { params: role, input: { display_name: "Reader of reports" } }),
  example(deleteRole, { params: role }),
  example(cloneRole, { params: role, input: { name: "night_shift", display_name: "Night shift" } }),
  example(listRolePermissions, { params: role }),
  example(syncRolePermissions, { title: "Exactly these", params: role, input: { permissions: ["users.view", "sessions.view"] } }),
  example(addRolePermissions, { params: role, input: { permissions: ["users.edit"] } }),
  example(removeRolePermissions, { params: role, input: { permissions: ["users.view"] } }),
];

const permissions = [
  example(checkOwnPermissions, { input: { permissions: ["users.view", "users.ban"] } }),
  example(listAllPermissions, { title: "Of one resource", query: { resource: "users" } }),
  example(createPermission, { input: { name: "invoices.view", display_name: "See invoices", category: "Invoices" } }),
  example(createPermissions, { title: "Names and objects", input: { permissions: ["invoices.view", { name: "invoices.pay", display_name: "Pay invoices", category: "Invoices" }] } }),
  example(getPermission, { params: permission }),
  example(updatePermission, { params: permission, input: { display_name: "Read reports" } }),
  example(deletePermission, { title: "Also from the roles that hold it", params: permission, query: { force: "true" } }),
];

const assignments = [
  example(listRoleUsers, { query: { role_id: SAMPLE.everyonesRole } }),
  example(listUserRoles, { params: person }),
  example(giveRoleToUser, { title: "Until the end of the century", params: person, input: { role_id: SAMPLE.role, expires_at: "2099-12-31T23:59:59Z" } }),
  example(replaceUserRoles, { params: person, input: { roles: ["user"] } }),
  example(takeRoleFromUser, { params: { ...person, assignment_id: SAMPLE.assignment } }),
  example(showPrimaryRole, { params: person }),
  example(setPrimaryRole, { params: person, input: { role_id: SAMPLE.role } }),
  example(takePrimaryRoleFromUser, { params: person }),
];

const files = [
  example(importRbac, {
    title: "A rehearsal",
    query: { dry_run: "true" },
    input: { permissions: [{ name: "invoices.view", display_name: "See invoices", category: "Invoices" }], roles: [{ name: "accountant", display_name: "Accountant", permissions: ["invoices.view"] }] },
  }),
];

export const rbacExamples = [...roles, ...permissions, ...assignments, ...files];
