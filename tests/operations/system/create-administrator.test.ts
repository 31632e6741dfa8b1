import { expect, describe, it } from "vitest";
import { createAdministrator, hasAdministrator } from "@/prisma/seed/create-administrator";
import { inTransaction, withClient } from "@/scripts/database/with-client";
import { env } from "@/lib/env";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { login } from "@/lib/features/auth/operations/login";
import { makeSession } from "@/tests/factories/make-session";
import { makeUser } from "@/tests/factories/make-user";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { sql } from "@/tests/setup/sql";

const PASSWORD = "a pass phrase that nobody has";

/** What `npm run admin:create` does with its connection. */
const make = (person: Parameters<typeof createAdministrator>[1]) =>
  withClient(env.databaseUrl, (client) => inTransaction(client, () => createAdministrator(client, person)));

const isThere = () => withClient(env.databaseUrl, hasAdministrator);

describe("admin:create, the way in when nobody else has one", () => {
  it("makes an administrator of the whole platform who can sign in, with one audit row", async () => {
    expect(await isThere()).toBe(false);
    const rows = await auditRowsOf(() => make({ email: "Help@example.com", password: PASSWORD, mayPromote: true }));
    expect(rows).toMatchObject([{ action: "user.admin_created", actor_id: null, identifier: "help@example.com", success: true, metadata: { role: "admin", via: "command" } }]);
    expect(await isThere()).toBe(true);
    const { ctx } = await callAs(null).run(login, { input: { identifier: "help@example.com", password: PASSWORD } });
    const { session } = ctx.effects;
    if (!session || session === "ended") throw new Error("nobody is signed in");
    expect(await callAs(session).output(listUsers)).toMatchObject({ total: 1 });
  });

  it("gives the role to an existing account, with one audit row, and a new password ends its sessions", async () => {
    const user = await makeUser({ email: "present@example.com" });
    const session = await makeSession(user);
    const rows = await auditRowsOf(() => make({ email: "present@example.com", password: PASSWORD, mayPromote: true }));
    expect(rows).toMatchObject([{ action: "rbac.role_assigned", target_user_id: user.id, metadata: { via: "command" } }]);
    expect(await callAs(session).refusal(checkAuth)).toMatchObject({ status: 401 });
  });

  it("by variables never promotes whoever registered the address first", async () => {
    const user = await makeUser({ email: "first@example.com" });
    expect(await auditRowsOf(() => make({ email: "first@example.com", password: PASSWORD, mayPromote: false }))).toEqual([]);
    expect(await sql("SELECT 1 FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.user_id = $1 AND r.name = 'admin'", [user.id])).toEqual([]);
  });

  it("refuses a password that cannot be used, and writes nothing", async () => {
    await expect(make({ email: "weak@example.com", password: "short", mayPromote: true })).rejects.toThrow("The administrator's password cannot be used");
    expect(await sql("SELECT 1 FROM users WHERE email = 'weak@example.com'")).toEqual([]);
  });
});
