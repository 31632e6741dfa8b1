/** Every method of the client brings what its operation declares. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AdminClient } from "@/lib/client/admin-client";
import { createClient, type GatehouseClient } from "@/lib/client/create-client";
import { banUser } from "@/lib/features/admin/operations/ban-user";
import { changeManyUsers } from "@/lib/features/admin/operations/change-many-users";
import { createUser } from "@/lib/features/admin/operations/create-user";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { endUserSessions } from "@/lib/features/admin/operations/end-user-sessions";
import { getStats } from "@/lib/features/admin/operations/get-stats";
import { getUser } from "@/lib/features/admin/operations/get-user";
import { importUsers } from "@/lib/features/admin/operations/import-users";
import { listUserSessions } from "@/lib/features/admin/operations/list-user-sessions";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { requirePasswordChange } from "@/lib/features/admin/operations/require-password-change";
import { restoreUser } from "@/lib/features/admin/operations/restore-user";
import { unbanUser } from "@/lib/features/admin/operations/unban-user";
import { unlockUser } from "@/lib/features/admin/operations/unlock-user";
import { updateUser } from "@/lib/features/admin/operations/update-user";
import { makeSession } from "../factories/make-session";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { type Called, expectAnswer } from "./expect-answer";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
let client: GatehouseClient;

beforeAll(async () => {
  api = await startLoopbackApi();
  client = createClient({ apiBaseUrl: api.url });
  await client.auth.login((await makeUser({ roles: ["admin"], reach: "platform" })).email, TEST_PASSWORD);
});
afterAll(() => api.close());

const idOf = async (options = {}) => (await makeUser(options)).id;

/** Every public method but the one that answers a file: one that is added is missing here, and does not compile. */
const calls: Record<Exclude<keyof AdminClient, "exportUsers">, () => Promise<Called>> = {
  listUsers: async () => {
    const user = await makeUser();
    const answer = await client.admin.listUsers({ q: user.email, is_active: true, created_from: new Date(Date.now() - 60_000), sort: "email", direction: "asc", per_page: 5, include_roles: true });
    expect(answer).toMatchObject({ total: 1, per_page: 5, users: [{ id: user.id }], role_options: expect.any(Array) as unknown[] });
    return { operation: listUsers, answer };
  },
  getUser: async () => ({ operation: getUser, answer: await client.admin.getUser(await idOf({ roles: ["manager"] })) }),
  createUser: async () => ({ operation: createUser, answer: await client.admin.createUser({ email: "made.by.client@example.com", first_name: "Made", role: "user" }) }),
  updateUser: async () => ({ operation: updateUser, answer: await client.admin.updateUser(await idOf(), { first_name: null, is_verified: false }) }),
  deleteUser: async () => ({ operation: deleteUser, answer: await client.admin.deleteUser(await idOf(), true) }),
  restoreUser: async () => {
    const id = await idOf();
    await client.admin.deleteUser(id);
    return { operation: restoreUser, answer: await client.admin.restoreUser(id) };
  },
  banUser: async () => ({ operation: banUser, answer: await client.admin.banUser(await idOf(), { reason: "of a test", duration_minutes: 5 }) }),
  unbanUser: async () => ({ operation: unbanUser, answer: await client.admin.unbanUser(await idOf({ banned: true }), "a mistake") }),
  unlockUser: async () => ({ operation: unlockUser, answer: await client.admin.unlockUser(await idOf()) }),
  requirePasswordChange: async () => ({ operation: requirePasswordChange, answer: await client.admin.requirePasswordChange(await idOf()) }),
  getUserSessions: async () => {
    const user = await makeUser();
    await makeSession(user);
    const answer = await client.admin.getUserSessions(user.id);
    expect(answer).toMatchObject({ user_id: user.id, count: 1 });
    return { operation: listUserSessions, answer };
  },
  forceLogoutUser: async () => ({ operation: endUserSessions, answer: await client.admin.forceLogoutUser(await idOf()) }),
  changeManyUsers: async () => {
    const answer = await client.admin.changeManyUsers({ action: "ban", ids: [await idOf(), await idOf()], reason: "of a test" });
    expect(answer).toMatchObject({ succeeded: 2, failed: 0 });
    return { operation: changeManyUsers, answer };
  },
  importUsers: async () => {
    const answer = await client.admin.importUsers(new Blob(["email,first_name\nimported@example.com,Imported\n"], { type: "text/csv" }), { dryRun: true });
    expect(answer).toMatchObject({ dry_run: true, total: 1, would_create: 1 });
    return { operation: importUsers, answer };
  },
  getStats: async () => ({ operation: getStats, answer: await client.admin.getStats() }),
};

describe("AdminClient", () => {
  it.each(Object.entries(calls))("%s answers as its operation declares", async (_name, call) => expectAnswer(await call()));

  it("exportUsers: the file itself", async () => {
    const user = await makeUser();
    const file = await client.admin.exportUsers({ q: user.email });
    expect(file.headers.get("content-type")).toContain("text/csv");
    expect((await file.text()).split("\n").filter((line) => line.includes(user.email))).toHaveLength(1);
    expect(await (await client.admin.exportUsers({ q: user.email, format: "json" })).text()).toContain(user.id);
  });

  it("importUsers: the same as text", async () => {
    expect(await client.admin.importUsers("email\nas.text@example.com\n", { dryRun: true })).toMatchObject({ would_create: 1 });
  });

  it("a refusal is one typed error", async () => {
    const { user } = client.auth.store.getSnapshot();
    await expect(client.admin.banUser(user?.id ?? "")).rejects.toMatchObject({ name: "AuthClientError", code: "CANNOT_BAN_SELF", status: 409 });
    await expect(client.admin.updateUser(await idOf(), { email: "not an address" })).rejects.toMatchObject({ code: "VALIDATION_ERROR", fields: { email: [expect.any(String) as string] } });
  });

  it("works by itself, over the storage of another client", async () => {
    const admin = new AdminClient({ apiBaseUrl: api.url, adminPrefix: "/api/admin", storage: client.auth.session.config.storage });
    expect(await admin.getStats()).toHaveProperty("users.total");
  });
});
