import { afterEach, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { anyone, can, signedIn } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { database, prisma } from "@/lib/db";
import { defineError } from "@/lib/errors";
import { armFailpoints } from "@/lib/failpoint";
import { methods } from "@/lib/http/methods";
import { defineOperation } from "@/lib/operation";
import { makeOrganization } from "../factories/make-organization";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { auditMark, auditRowsOf, auditRowsSince } from "./audit-rows";
import { callAs } from "./call-as";
import { DAY, MINUTE, travel } from "./clock";
import { countStatements } from "./count-statements";
import { expectRefused } from "./expect-refused";
import { freshDatabase } from "./fresh-database";
import { http } from "./http";
import { rowsUnchanged } from "./rows-unchanged";
import { oneRow, sql } from "./sql";
import { withEnv } from "./with-env";

const TAKEN = defineError("SLUG_TAKEN", 409, "This name is taken.");

/** An operation as features write them, so that the tools are shown against the real trip. */
const nameOrganization = defineOperation({
  name: "selftest.name",
  kind: "mutation",
  http: { method: "POST", path: "/api/selftest/{id}" },
  summary: "Rename an organization",
  access: can("users.edit"),
  params: z.object({ id: z.uuid() }),
  input: z.strictObject({ name: z.string().min(1).max(20) }),
  output: z.object({ id: z.uuid() }),
  errors: { TAKEN },
  audit: { actions: ["selftest.named"], describe: () => ({}) },
  async run({ tx, params, input, fail }) {
    await tx.organization.update({ where: { id: params.id }, data: { name: input.name } });
    if (input.name === "taken") fail(TAKEN);
    return { id: params.id };
  },
});

const whoAmI = defineOperation({
  name: "selftest.me",
  kind: "query",
  http: { method: "GET", path: "/api/selftest/me" },
  summary: "Oneself",
  access: signedIn(),
  output: z.object({ id: z.uuid() }),
  audit: false,
  run: async ({ viewer }) => ({ id: viewer.userId }),
});

const open = defineOperation({
  name: "selftest.open",
  kind: "query",
  http: { method: "GET", path: "/api/selftest/open" },
  summary: "Anybody",
  access: anyone(),
  output: z.object({ ok: z.boolean() }),
  audit: false,
  run: async () => ({ ok: true }),
});

describe("the database of a test file", () => {
  it("is its own, as bootstrap leaves it", async () => {
    const { name } = await oneRow<{ name: string }>("SELECT current_database() AS name");
    expect(name).toContain(`gatehouse_test_${process.pid}_`);
    expect(inject("serverUrl")).not.toContain(name);
    expect(await prisma.role.count()).toBe(4);
    await makeUser();
  });

  it("can be had anew", async () => {
    await makeUser();
    expect(await prisma.user.count()).toBeGreaterThan(0);
    const before = await oneRow("SELECT current_database() AS name");
    await freshDatabase();
    expect(await oneRow("SELECT current_database() AS name")).not.toEqual(before);
    expect([await prisma.user.count(), await prisma.auditEvent.count(), await prisma.organization.count()]).toEqual([0, 0, 1]);
    expect(await sql("SELECT 1 FROM pg_database WHERE datname = $1", [before.name])).toEqual([]);
  });
});

describe("factories", () => {
  it("make somebody whom the session check knows, with roles and permissions", async () => {
    const viewer = await makeViewer(["users.view"], { roles: ["auditor"] });
    expect(await callAs(viewer).output(whoAmI)).toEqual({ id: viewer.user.id });
    expect((await callAs(null).refusal(whoAmI)).status).toBe(401);
    const cookie = await callAs(viewer, { cookie: viewer.accessToken }).output(whoAmI);
    expect(cookie.id).toBe(viewer.user.id);
  });

  it("make the states that end a session", async () => {
    for (const state of [{ banned: true }, { deleted: true }, { isActive: false }, { banned: new Date(Date.now() + DAY) }]) {
      const user = await makeUser(state);
      expect((await callAs(await makeSession(user)).refusal(whoAmI)).status).toBe(401);
    }
    const lapsed = await makeUser({ banned: new Date(Date.now() - DAY) });
    expect(await callAs(await makeSession(lapsed)).output(whoAmI)).toEqual({ id: lapsed.id });
  });
});

describe("countStatements", () => {
  it("counts one for a session check", async () => {
    const viewer = await makeViewer();
    const count = await countStatements(() => callAs(viewer).output(whoAmI));
    expect(count).toMatchObject({ statements: 1, begins: 0, commits: 0, rollbacks: 0, result: { id: viewer.user.id } });
  });

  it("counts Prisma's statements and its one commit", async () => {
    const { id } = await makeOrganization();
    const count = await countStatements(() =>
      prisma.$transaction(async (tx) => {
        await tx.user.count();
        await tx.organization.findUnique({ where: { id } });
      }),
    );
    expect(count).toMatchObject({ statements: 2, begins: 1, commits: 1, rollbacks: 0 });
  });

  it("stops counting, also after a throw", async () => {
    await expect(countStatements(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    const { texts } = await countStatements(async () => sql("SELECT 1"));
    await sql("SELECT 2");
    expect(texts).toEqual(["SELECT 1"]);
  });
});

describe("the fake clock", () => {
  const clocks = async () => {
    const { at } = await oneRow<{ at: Date }>("SELECT app_now() AS at");
    return { node: now().getTime() - Date.now(), database: at.getTime() - Date.now() };
  };

  it("moves Node and SQL together, and adds up", async () => {
    await travel(2 * DAY);
    await travel(-DAY);
    const { node, database: inSql } = await clocks();
    expect(Math.abs(node - DAY)).toBeLessThan(5000);
    expect(Math.abs(inSql - DAY)).toBeLessThan(5000);
  });

  it("is back in the present for the next test", async () => {
    const { node, database: inSql } = await clocks();
    expect(Math.abs(node) + Math.abs(inSql)).toBeLessThan(5000);
  });

  it("ends access tokens and sessions at their time", async () => {
    const viewer = await makeViewer();
    await travel(14 * MINUTE);
    expect((await callAs(viewer).output(whoAmI)).id).toBe(viewer.user.id);
    await travel(2 * MINUTE);
    expect((await callAs(viewer).refusal(whoAmI)).status).toBe(401);
  });
});

describe("traces", () => {
  it("a rolled-back transaction leaves none; a committed one is found", async () => {
    const { id } = await makeOrganization();
    const rename = (name: string) => prisma.organization.update({ where: { id }, data: { name } });
    await rowsUnchanged(
      () => prisma.$transaction(async (tx) => {
        await tx.organization.update({ where: { id }, data: { name: "other" } });
        throw new Error("rolled back");
      }).catch(() => undefined), []);
    await expect(rowsUnchanged(() => rename("changed"))).rejects.toThrow(/organizations/);
    await expect(rowsUnchanged(() => makeUser())).rejects.toThrow();
  });

  it("a failpoint between change and audit row takes the change back", async () => {
    const viewer = await makeViewer(["users.edit"]);
    const { id } = await makeOrganization();
    armFailpoints(["selftest.name:before-commit"]);
    await rowsUnchanged(async () => expect(callAs(viewer).run(nameOrganization, { params: { id }, input: { name: "x" } })).rejects.toThrow("failpoint"), []);
    armFailpoints([]);
    const rows = await auditRowsOf(() => callAs(viewer).output(nameOrganization, { params: { id }, input: { name: "x" } }));
    expect(rows).toMatchObject([{ action: "selftest.named", actor_id: viewer.user.id, session_id: viewer.sessionId, success: true, error_code: null }]);
  });

  it("a refusal by the operation's rule rolls back and leaves one audit row", async () => {
    const viewer = await makeViewer(["users.edit"]);
    const { id } = await makeOrganization();
    const since = await auditMark();
    const error = await rowsUnchanged(() => callAs(viewer).refusal(nameOrganization, { params: { id }, input: { name: "taken" } }));
    expect(error).toMatchObject({ status: 409, code: "SLUG_TAKEN" });
    expect(await auditRowsSince(since)).toMatchObject([{ action: "selftest.named", success: false, error_code: "SLUG_TAKEN" }]);
  });
});

expectRefused(nameOrganization, {
  valid: async () => ({ params: { id: (await makeOrganization()).id }, input: { name: "new" } }),
  invalid: { "too long": { name: "x".repeat(21) } },
});

describe("http", () => {
  const { GET, POST } = methods({ GET: open, POST: nameOrganization });

  it("calls a route's handler with a real request", async () => {
    expect(await http({ GET }, { path: "/api/selftest/open?x=1" })).toMatchObject({ status: 200, body: { ok: true } });
    const viewer = await makeViewer(["users.edit"]);
    const { id } = await makeOrganization();
    const answer = await http({ POST }, { params: { id }, body: { name: "y" }, as: viewer });
    expect(answer).toMatchObject({ status: 200, body: { id } });
    expect(answer.headers.get("x-request-id")).toBeTruthy();
    expect(await http({ POST }, { params: { id }, body: "{", as: viewer })).toMatchObject({ status: 400, body: { code: "BAD_REQUEST" } });
    expect(await http({ POST }, { params: { id }, body: { name: "z" } })).toMatchObject({ status: 401 });
  });
});

describe("withEnv", () => {
  afterEach(() => expect(process.env.DB_POOL_MAX).toBeUndefined());

  it("changes and restores, also after a throw", async () => {
    const { env } = await import("@/lib/env");
    await withEnv({ DB_POOL_MAX: "3" }, async () => expect(env.dbPoolMax).toBe(3));
    expect(env.dbPoolMax).toBe(10);
    await expect(withEnv({ DB_POOL_MAX: "3" }, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(database()).toBeDefined();
  });
});
