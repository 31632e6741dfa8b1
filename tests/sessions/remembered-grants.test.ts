import { describe, expect, it } from "vitest";
import { RememberedGrants, rememberedGrants } from "@/lib/session/remembered-grants";
import { viewerOf } from "@/lib/session/viewer";
import { giveRole, makeRole } from "../factories/make-role";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { MINUTE, travel } from "../setup/clock";
import { countStatements } from "../setup/count-statements";
import { oneRow, sql } from "../setup/sql";
import { makeTestContext } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

/** What a request of this session would be allowed, asked as every request asks. */
const held = async ({ accessToken }: { accessToken: string }) => (await viewerOf(makeTestContext({ token: accessToken })))?.permissions;

async function makeHolder(permissions: readonly string[]) {
  const role = await makeRole(permissions);
  const user = await makeUser();
  await giveRole(user.id, role.id, user.organizationId);
  return { role, user, session: await makeSession(user) };
}

const versionOf = async (roleId: string) => (await oneRow<{ grants_version: string }>("SELECT grants_version FROM roles WHERE id = $1", [roleId])).grants_version;

const change = {
  "a grant": (id: string) => sql("INSERT INTO role_permissions (role_id, permission, granted_at) VALUES ($1, 'users.edit', app_now())", [id]),
  "a withdrawal": (id: string) => sql("DELETE FROM role_permissions WHERE role_id = $1", [id]),
  "an exchange": (id: string) => sql("UPDATE role_permissions SET permission = 'users.ban' WHERE role_id = $1", [id]),
  "an emptied table": () => sql("TRUNCATE role_permissions"),
};

const without = (id: string, statement: string) => sql(`BEGIN; SET LOCAL session_replication_role = replica; ${statement.replace("$1", `'${id}'`)}; COMMIT`);

describe("grants that are remembered", () => {
  it("are left out of the next answer, which is one statement as before", async () => {
    const { role, session } = await makeHolder(["users.view"]);
    expect(await held(session)).toEqual(["users.view"]);
    expect(rememberedGrants().known).toContain(await versionOf(role.id));
    const { result, statements } = await countStatements(() => held(session));
    expect([result, statements]).toEqual([["users.view"], 1]);
    // Positive control: a change that no trigger saw is not seen, so what was remembered is what was used.
    await without(role.id, "DELETE FROM role_permissions WHERE role_id = $1");
    expect(await held(session)).toEqual(["users.view"]);
  });

  it("end after PERMISSION_CACHE_TTL_SECONDS", async () => {
    const { role, session } = await makeHolder(["users.view"]);
    expect(await held(session)).toEqual(["users.view"]);
    await without(role.id, "DELETE FROM role_permissions WHERE role_id = $1");
    // Remembered still: the tests after this one fill the memory, and then this would prove nothing.
    expect(await held(session)).toEqual(["users.view"]);
    await travel(6 * MINUTE);
    // The token has not expired: fifteen minutes.
    expect(await held(session)).toEqual([]);
  });

  it.each(Object.entries(change))("never outlive %s", async (_name, make) => {
    const { role, session } = await makeHolder(["users.view"]);
    const { session: another } = await makeHolder(["roles.view"]);
    expect([await held(session), await held(another)]).toEqual([["users.view"], ["roles.view"]]);
    const before = await versionOf(role.id);
    await make(role.id);
    expect(await versionOf(role.id)).not.toBe(before);
    const now = await sql<{ permission: string }>("SELECT permission FROM role_permissions WHERE role_id = $1 ORDER BY 1", [role.id]);
    expect(await held(session)).toEqual(now.map(({ permission }) => permission));
    const isEmptied = (await sql("SELECT 1 FROM role_permissions")).length === 0;
    expect(await held(another)).toEqual(isEmptied ? [] : ["roles.view"]);
  });

  it("stand when a change is taken back", async () => {
    const { role, session } = await makeHolder(["users.view"]);
    expect(await held(session)).toEqual(["users.view"]);
    await sql(`BEGIN; DELETE FROM role_permissions WHERE role_id = '${role.id}'; ROLLBACK`);
    expect(await held(session)).toEqual(["users.view"]);
  });

  it("are right in each of two hundred requests among changes", async () => {
    const { role, session } = await makeHolder([]);
    for (let round = 0; round < 100; round += 1) {
      await change["a grant"](role.id);
      expect(await held(session)).toEqual(["users.edit"]);
      await change["a withdrawal"](role.id);
      expect(await held(session)).toEqual([]);
    }
  });

  it("wait for each other where two change the same roles in another order", async () => {
    const [first, second] = await Promise.all([makeRole([]), makeRole([])]);
    const give = (ids: string[]) =>
      sql("INSERT INTO role_permissions (role_id, permission, granted_at) SELECT id, 'p' || floor(random() * 1e9)::text || '.view', app_now() FROM unnest($1::uuid[]) id", [ids]);
    const rounds = Array.from({ length: 30 }, (_, round) => give(round % 2 ? [first.id, second.id] : [second.id, first.id]));
    await expect(Promise.all(rounds)).resolves.toHaveLength(30);
  });

  it("are none with a lifetime of 0", async () => {
    // Past the end of what the tests before this one remembered.
    await travel(12 * MINUTE);
    await withEnv({ PERMISSION_CACHE_TTL_SECONDS: "0" }, async () => {
      const { role, session } = await makeHolder(["users.view"]);
      expect(await held(session)).toEqual(["users.view"]);
      await without(role.id, "DELETE FROM role_permissions WHERE role_id = $1");
      expect(await held(session)).toEqual([]);
    });
  });

  it("are those of sixty-four roles, and whoever holds more is read in part", async () => {
    const user = await makeUser();
    const roles = await Promise.all(Array.from({ length: 70 }, (_, index) => makeRole([`notes${index}.view`])));
    for (const { id } of roles) await giveRole(user.id, id, user.organizationId);
    const session = await makeSession(user);
    const first = await held(session);
    expect(first).toHaveLength(70);
    expect(await held(session)).toEqual(first);
    expect(rememberedGrants().known.split(",")).toHaveLength(64);
  });

  it("stay with the request that asked with them, after their end", () => {
    const grants = new RememberedGrants(MINUTE);
    const role = { id: "r", name: "r", displayName: "R", organizationId: null, grantsVersion: "v" };
    grants.complete([{ ...role, permissions: ["users.view"] }]);
    expect(grants.known).toBe("{v}");
    expect(grants.complete([{ ...role, permissions: null }])).toEqual([{ id: "r", name: "r", displayName: "R", organizationId: null, permissions: ["users.view"] }]);
    expect(() => grants.complete([{ ...role, grantsVersion: "w", permissions: null }])).toThrow("version w");
  });
});
