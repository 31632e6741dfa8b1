import { beforeEach, describe, expect, it, vi } from "vitest";
import { type BeforeEvents, type Hooks, HOOK_NAMES } from "@/lib/hooks/hooks";
import { refuse } from "@/lib/hooks/refuse";
import { createUser } from "@/lib/features/admin/operations/create-user";
import { importUsers } from "@/lib/features/admin/operations/import-users";
import { changeManyUsers } from "@/lib/features/admin/operations/change-many-users";
import { updateUser } from "@/lib/features/admin/operations/update-user";
import { addMember } from "@/lib/features/organizations/operations/add-member";
import { setMemberRoles } from "@/lib/features/organizations/operations/set-member-roles";
import { giveRoleToUser } from "@/lib/features/rbac/operations/give-role";
import { setPrimaryRole } from "@/lib/features/rbac/operations/set-primary-role";
import type { AnyOperation, RawInput } from "@/lib/operation";
import { makeRole } from "../../factories/make-role";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { newId } from "@/lib/ids";
import { oneRow } from "../../setup/sql";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { csvOf, outcomes, runImport } from "../moving-in/run-import";

const hooks = vi.hoisted(() => ({}) as Hooks);
vi.mock("@/gatehouse.config", () => ({ default: { hooks, userFields: {} } }));

beforeEach(() => {
  for (const name of HOOK_NAMES) delete hooks[name];
});

const administrator = () => makeViewer(["*"], { reach: "platform" });

async function cases(): Promise<{ userId: string; roleId: string; organizationId: string; doors: [string, AnyOperation, RawInput][] }> {
  const { id: roleId } = await makeRole(["users.view"]);
  const { id: userId, organizationId } = await makeUser({ password: null });
  if (!organizationId) throw new Error("makeUser joins an organization unless told otherwise");
  const input = { role_id: roleId, organization_id: organizationId };
  const ofOrganization = { organization_id: organizationId, id: userId };
  return {
    userId, roleId, organizationId,
    doors: [
      ["one role more", giveRoleToUser, { params: { id: userId }, input }],
      ["the primary role", setPrimaryRole, { params: { id: userId }, input }],
      ["a member's roles", setMemberRoles, { params: ofOrganization, input: { role_ids: [roleId] } }],
    ],
  };
}

describe("beforeRoleAssign", () => {
  it("is told whom, which, where and by whom, and refuses", async () => {
    const viewer = await administrator();
    const { doors, userId, roleId, organizationId } = await cases();
    hooks.beforeRoleAssign = vi.fn(() => refuse("Ask the security team.", { status: 403 }));
    for (const [title, operation, raw] of doors) {
      const error = await rowsUnchanged(() => callAs(viewer).refusal(operation, raw));
      expect([title, error.code, error.status, error.message]).toEqual([title, "HOOK_REFUSED", 403, "Ask the security team."]);
      expect(hooks.beforeRoleAssign).toHaveBeenLastCalledWith({ userId, roleId, organizationId, actorId: viewer.user.id }, expect.anything());
    }
  });

  it("refuses new members with a role, and each person of many", async () => {
    const viewer = await administrator();
    const { roleId, organizationId } = await cases();
    hooks.beforeRoleAssign = () => refuse("No.");
    const outsider = await makeUser({ organization: null });
    const raw = { params: { organization_id: organizationId }, input: { user_id: outsider.id, role_ids: [roleId] } };
    expect(await rowsUnchanged(() => callAs(viewer).refusal(addMember, raw))).toMatchObject({ code: "HOOK_REFUSED" });
    const { id } = await makeUser();
    const { results } = await callAs(viewer).output(changeManyUsers, { input: { action: "assign_role", ids: [id], role_id: roleId } });
    expect(results).toEqual([{ id, success: false, message: "No.", code: "HOOK_REFUSED", status: 400 }]);
  });
});

describe("the role of a new account", () => {
  const asked = () => vi.fn<(event: BeforeEvents["beforeRoleAssign"], context: unknown) => void>();
  const address = () => `hooked-${newId()}@example.com`;

  it("is asked for, told of once it stands, and refused", async () => {
    const viewer = await administrator();
    const { id: roleId, name } = await makeRole(["users.view"]);
    const [before, after] = [asked(), asked()];
    Object.assign(hooks, { beforeRoleAssign: before, afterRoleAssign: after });
    const { user } = await callAs(viewer).output(createUser, { input: { email: address(), role: name } });
    const event = { userId: user.id, roleId, organizationId: viewer.user.organizationId, actorId: viewer.user.id };
    expect(before.mock.calls.map(([told]) => told)).toEqual([event]);
    await vi.waitFor(() => expect(after.mock.calls.map(([told]) => told)).toEqual([event]));
    hooks.beforeRoleAssign = () => refuse("Ask the security team.", { status: 403 });
    expect(await rowsUnchanged(() => callAs(viewer).refusal(createUser, { input: { email: address() } }))).toMatchObject({ code: "HOOK_REFUSED", status: 403 });
  });

  it("is not asked for where it may not be given, or is not there", async () => {
    const viewer = await makeViewer(["users.create"]);
    hooks.beforeRoleAssign = asked();
    expect(await callAs(viewer).refusal(createUser, { input: { email: address(), role: "admin" } })).toMatchObject({ code: "GRANT_OUT_OF_REACH" });
    expect(await callAs(viewer).refusal(createUser, { input: { email: address(), role: "emperor" } })).toMatchObject({ status: 422 });
    expect(hooks.beforeRoleAssign).not.toHaveBeenCalled();
  });

  it("leaves a row of an import out, in the rehearsal too, and tells of the others", async () => {
    const viewer = await makeViewer(["users.import"], { roles: ["manager"] });
    const after = asked();
    hooks.beforeRoleAssign = async ({ roleId: wanted }) => {
      if (wanted === (await managerId())) refuse("No managers by file.");
    };
    hooks.afterRoleAssign = after;
    const csv = `email,role\n${address()},user\n${address()},manager\n`;
    const figures = (query: object) => callAs(viewer).output(importUsers, { input: { csv }, query: { ...query } });
    const leftOut = { status: "refused", code: "HOOK_REFUSED", errors: { role: ["No managers by file."] } };
    expect(await figures({ dry_run: "true" })).toMatchObject({ would_create: 1, refused: 1, rows: [{ status: "would_create" }, leftOut] });
    const { rows } = await figures({});
    expect(rows).toMatchObject([{ status: "created" }, leftOut]);
    await vi.waitFor(() => expect(after.mock.calls.map(([told]) => told.userId)).toEqual([rows[0]?.user_id]));
  });

  it("leaves a row of the command's import out, which nobody gives", async () => {
    const before = vi.fn(async ({ roleId }: { roleId: string }) => void (roleId === (await managerId()) && refuse("No managers by file.")));
    hooks.beforeRoleAssign = before;
    const run = await runImport(csvOf("email,role", `${address()},user`, `${address()},manager`));
    expect(outcomes(run)).toEqual(["2 imported", "3 refused HOOK_REFUSED"]);
    expect(before.mock.calls[0]?.[0]).toMatchObject({ userId: run.rows[0]?.userId, actorId: null });
  });

  it("ends a run where the hook has a fault of its own", async () => {
    hooks.beforeRoleAssign = () => {
      throw new Error("the hook's own fault");
    };
    await expect(runImport(csvOf("email", address()))).rejects.toThrow("the hook's own fault");
  });
});

const managerId = async () => (await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'manager'")).id;

describe("afterRoleAssign", () => {
  it("is told of what was given, once it is committed", async () => {
    const viewer = await administrator();
    const told: unknown[] = [];
    hooks.afterRoleAssign = (event) => void told.push(event);
    const wanted: unknown[] = [];
    for (let door = 0; door < 3; door += 1) {
      const { doors, userId, roleId, organizationId } = await cases();
      const [, operation, raw] = doors[door] ?? ["", giveRoleToUser, {}];
      await callAs(viewer).output(operation, raw);
      wanted.push({ userId, roleId, organizationId, actorId: viewer.user.id });
    }
    await vi.waitFor(() => expect(told).toEqual(wanted));
  });
});

describe("an administrator's edit", () => {
  it("asks beforeUserUpdate and tells afterUserUpdate, of a difference alone", async () => {
    const viewer = await administrator();
    const { id } = await makeUser();
    const told: unknown[] = [];
    hooks.afterUserUpdate = (event) => void told.push(event);
    const asked = vi.fn<(event: unknown, context: unknown) => void>();
    hooks.beforeUserUpdate = asked;
    const edit = (input: Record<string, unknown>) => callAs(viewer).output(updateUser, { params: { id }, input });
    await edit({ first_name: "Grace" });
    await edit({ first_name: "Grace" });
    await vi.waitFor(() => expect(told).toEqual([{ user: expect.objectContaining({ id, first_name: "Grace" }), actorId: viewer.user.id }]));
    expect(asked).toHaveBeenCalledWith({ userId: id, actorId: viewer.user.id, changes: { first_name: "Grace" } }, expect.anything());
    hooks.beforeUserUpdate = () => refuse("Names are final.");
    expect(await rowsUnchanged(() => callAs(viewer).refusal(updateUser, { params: { id }, input: { first_name: "Ada" } }))).toMatchObject({ code: "HOOK_REFUSED" });
  });
});
