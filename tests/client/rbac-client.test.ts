/** Every method of the client brings what its operation declares. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, type GatehouseClient } from "@/lib/client/create-client";
import { RBACClient } from "@/lib/client/rbac-client";
import { addRolePermissions, removeRolePermissions, syncRolePermissions } from "@/lib/features/rbac/operations/change-role-permissions";
import { checkOwnPermissions } from "@/lib/features/rbac/operations/check-own-permissions";
import { cloneRole } from "@/lib/features/rbac/operations/clone-role";
import { createPermission } from "@/lib/features/rbac/operations/create-permission";
import { createPermissions } from "@/lib/features/rbac/operations/create-permissions";
import { createRole } from "@/lib/features/rbac/operations/create-role";
import { deletePermission } from "@/lib/features/rbac/operations/delete-permission";
import { deleteRole } from "@/lib/features/rbac/operations/delete-role";
import { exportRbac } from "@/lib/features/rbac/operations/export-rbac";
import { getPermission } from "@/lib/features/rbac/operations/get-permission";
import { getRole } from "@/lib/features/rbac/operations/get-role";
import { giveRoleToUser } from "@/lib/features/rbac/operations/give-role";
import { importRbac } from "@/lib/features/rbac/operations/import-rbac";
import { listOwnPermissions } from "@/lib/features/rbac/operations/list-own-permissions";
import { listAllPermissions } from "@/lib/features/rbac/operations/list-permissions";
import { listRolePermissions } from "@/lib/features/rbac/operations/list-role-permissions";
import { listRoleUsers } from "@/lib/features/rbac/operations/list-role-users";
import { listAllRoles } from "@/lib/features/rbac/operations/list-roles";
import { listUserRoles } from "@/lib/features/rbac/operations/list-user-roles";
import { setPrimaryRole } from "@/lib/features/rbac/operations/set-primary-role";
import { showOwnRoles } from "@/lib/features/rbac/operations/show-own-roles";
import { showPrimaryRole } from "@/lib/features/rbac/operations/show-primary-role";
import { takePrimaryRoleFromUser } from "@/lib/features/rbac/operations/take-primary-role";
import { takeRoleFromUser } from "@/lib/features/rbac/operations/take-role";
import { updatePermission } from "@/lib/features/rbac/operations/update-permission";
import { updateRole } from "@/lib/features/rbac/operations/update-role";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { type Called, expectAnswer } from "./expect-answer";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
let client: GatehouseClient;
let names = 0;

beforeAll(async () => {
  api = await startLoopbackApi();
  client = createClient({ apiBaseUrl: api.url });
  await client.auth.login((await makeUser({ roles: ["admin"], reach: "platform" })).email, TEST_PASSWORD);
});
afterAll(() => api.close());

const newName = () => `made_${(names += 1)}`;
const newRole = async (permissions: string[] = []) => (await client.rbac.createRole({ name: newName(), permissions })).role;
const newPermission = async () => (await client.rbac.createPermission({ name: `things.${newName()}` })).permission;

/** Every public method: one that is added is missing here, and does not compile. */
const calls: Record<keyof RBACClient, () => Promise<Called>> = {
  listRoles: async () => ({ operation: listAllRoles, answer: await client.rbac.listRoles(true) }),
  getRole: async () => ({ operation: getRole, answer: await client.rbac.getRole((await newRole()).id) }),
  createRole: async () => ({ operation: createRole, answer: await client.rbac.createRole({ name: newName(), description: "of a test", permissions: ["users.*"] }) }),
  updateRole: async () => ({ operation: updateRole, answer: await client.rbac.updateRole((await newRole()).id, { display_name: "Otherwise" }) }),
  deleteRole: async () => ({ operation: deleteRole, answer: await client.rbac.deleteRole((await newRole()).id, true) }),
  cloneRole: async () => ({ operation: cloneRole, answer: await client.rbac.cloneRole((await newRole(["users.view"])).id, newName(), "a copy") }),
  listPermissions: async () => ({ operation: listAllPermissions, answer: await client.rbac.listPermissions({ resource: "users" }) }),
  getPermission: async () => ({ operation: getPermission, answer: await client.rbac.getPermission((await newPermission()).id) }),
  createPermission: async () => ({ operation: createPermission, answer: await client.rbac.createPermission({ name: `things.${newName()}`, category: "Things" }) }),
  updatePermission: async () => ({ operation: updatePermission, answer: await client.rbac.updatePermission((await newPermission()).id, { category: "Others" }) }),
  deletePermission: async () => ({ operation: deletePermission, answer: await client.rbac.deletePermission((await newPermission()).id) }),
  createPermissionsBulk: async () => ({ operation: createPermissions, answer: await client.rbac.createPermissionsBulk([`things.${newName()}`, { name: `things.${newName()}` }, "not one"]) }),
  getRolePermissions: async () => ({ operation: listRolePermissions, answer: await client.rbac.getRolePermissions((await newRole(["users.view"])).id) }),
  syncRolePermissions: async () => ({ operation: syncRolePermissions, answer: await client.rbac.syncRolePermissions((await newRole(["users.view"])).id, { permissions: ["roles.view"] }) }),
  addRolePermissions: async () => ({ operation: addRolePermissions, answer: await client.rbac.addRolePermissions((await newRole()).id, [(await newPermission()).id]) }),
  removeRolePermissions: async () => ({ operation: removeRolePermissions, answer: await client.rbac.removeRolePermissions((await newRole(["users.view"])).id, { permissions: ["users.view"] }) }),
  getUserRole: async () => ({ operation: showPrimaryRole, answer: await client.rbac.getUserRole((await makeUser({ roles: ["manager"] })).id) }),
  assignRoleToUser: async () => ({ operation: setPrimaryRole, answer: await client.rbac.assignRoleToUser((await makeUser()).id, (await newRole()).id) }),
  revokeRoleFromUser: async () => ({ operation: takePrimaryRoleFromUser, answer: await client.rbac.revokeRoleFromUser((await makeUser({ roles: ["manager"] })).id) }),
  listUserRoles: async () => ({ operation: listUserRoles, answer: await client.rbac.listUserRoles((await makeUser({ roles: ["manager"] })).id) }),
  giveRole: async () => ({ operation: giveRoleToUser, answer: await client.rbac.giveRole((await makeUser()).id, { role: "auditor", expires_at: "2099-01-01T00:00:00Z" }) }),
  takeRole: async () => {
    const user = await makeUser();
    const { assignment } = await client.rbac.giveRole(user.id, { role: "auditor" });
    return { operation: takeRoleFromUser, answer: await client.rbac.takeRole(user.id, assignment.id) };
  },
  listUsersByRole: async () => {
    const role = await newRole();
    await client.rbac.giveRole((await makeUser()).id, { role_id: role.id });
    const answer = await client.rbac.listUsersByRole(role.id, 1, 5);
    expect(answer).toMatchObject({ total: 1, per_page: 5 });
    return { operation: listRoleUsers, answer };
  },
  getMyRole: async () => ({ operation: showOwnRoles, answer: await client.rbac.getMyRole() }),
  getMyPermissions: async () => ({ operation: listOwnPermissions, answer: await client.rbac.getMyPermissions() }),
  checkMyPermissions: async () => {
    const answer = await client.rbac.checkMyPermissions(["users.view", "nothing.at_all"]);
    expect(answer.results).toMatchObject({ "users.view": true });
    return { operation: checkOwnPermissions, answer };
  },
  exportConfig: async () => ({ operation: exportRbac, answer: await client.rbac.exportConfig() }),
  importConfig: async () => {
    const file = await client.rbac.exportConfig();
    const answer = await client.rbac.importConfig({ ...file, permissions: [...file.permissions, { name: `things.${newName()}` }] }, { dryRun: true });
    expect(answer).toMatchObject({ dry_run: true, permissions_created: 1, roles_changed: 0, refused: [] });
    return { operation: importRbac, answer };
  },
};

describe("RBACClient", () => {
  it.each(Object.entries(calls))("%s answers as its operation declares", async (_name, call) => expectAnswer(await call()));

  it("lists roles without what each permission says unless asked for it", async () => {
    const [summary] = (await client.rbac.listRoles()).roles;
    expect(summary).not.toHaveProperty("permissions");
  });

  it("works by itself, over the storage of another client", async () => {
    const { storage } = client.auth.session.config;
    const rbac = new RBACClient({ apiBaseUrl: api.url, rbacPrefix: "/api/rbac", storage });
    expect(await rbac.getMyPermissions()).toEqual(await client.rbac.getMyPermissions());
  });

  it("lets no id lead to another path", async () => {
    api.forget();
    for (const id of ["", ".", ".."]) expect(() => client.rbac.getRole(id)).toThrow(TypeError);
    await expect(client.rbac.getRole("../users?page=1#x")).rejects.toMatchObject({ status: 404 });
    expect(api.seen.map(({ path }) => path)).toEqual(["/api/rbac/roles/..%2Fusers%3Fpage%3D1%23x"]);
    for (const path of ["@elsewhere.example/x", ".elsewhere.example/x", "//elsewhere.example/x"]) await expect(client.auth.request({ method: "GET", path }), path).rejects.toThrow("is no path");
  });
});
