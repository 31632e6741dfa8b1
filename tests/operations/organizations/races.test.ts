/** Switching while one is removed, leaves, is added again, or the organization goes: whatever comes last, access needs a membership. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showMe } from "@/lib/features/account/operations/show-me";
import { banUser } from "@/lib/features/admin/operations/ban-user";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { addMember } from "@/lib/features/organizations/operations/add-member";
import { deleteOrganization } from "@/lib/features/organizations/operations/delete-organization";
import { leaveOrganization } from "@/lib/features/organizations/operations/leave-organization";
import { removeMember } from "@/lib/features/organizations/operations/remove-member";
import { setMemberRoles } from "@/lib/features/organizations/operations/set-member-roles";
import { switchOrganization } from "@/lib/features/organizations/operations/switch-organization";
import type { AppError } from "@/lib/errors";
import { forgetEnv } from "@/lib/env";
import type { AnyOperation, RawInput } from "@/lib/operation";
import { makeOrganization } from "../../factories/make-organization";
import { giveRole } from "../../factories/make-role";
import { makeSession, type TestSession } from "../../factories/make-session";
import { joinOrganization, makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { oneRow, sql } from "../../setup/sql";

const PARALLEL = 64;

/** One account switches more often here than the limit lets it. */
beforeAll(() => raiseLimit("100000/60s"));
afterAll(() => raiseLimit(undefined));

function raiseLimit(value: string | undefined): void {
  if (value === undefined) delete process.env.RATE_LIMIT_OWN_WRITE;
  else process.env.RATE_LIMIT_OWN_WRITE = value;
  forgetEnv();
}

const roleId = async (name: string) => (await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = $1", [name])).id;

/** Somebody of `default` who manages `there`, with many sessions; and who administers the platform. */
async function scene() {
  const there = await makeOrganization("There");
  const person = await makeUser({ roles: ["user"] });
  await joinOrganization(person.id, there.id);
  await giveRole(person.id, await roleId("manager"), there.id);
  const sessions = await Promise.all(Array.from({ length: PARALLEL }, () => makeSession(person)));
  return { there, person, sessions, admin: await makeViewer(["*"], { reach: "platform" }) };
}

const switches = (sessions: TestSession[], id: string) => sessions.map((session) => callAs(session).run(switchOrganization, { params: { organization_id: id } }));

/** Again while all connections are taken: so many requests at once may be told to come back. */
async function persist(session: TestSession, operation: AnyOperation, raw: RawInput): Promise<AppError | null> {
  const { error } = await callAs(session).run(operation, raw);
  return error?.status === 503 ? persist(session, operation, raw) : error;
}

/** Every open session has an organization that its owner is a member of, or none. */
async function expectNoSessionAstray(userId: string): Promise<void> {
  const astray = await sql(
    `SELECT s.id FROM sessions s LEFT JOIN memberships m ON m.user_id = s.user_id AND m.organization_id = s.organization_id
      WHERE s.user_id = $1 AND s.revoked_at IS NULL AND s.organization_id IS NOT NULL AND m.user_id IS NULL`,
    [userId],
  );
  expect(astray).toEqual([]);
  const stale = `SELECT u.id FROM users u WHERE u.id = $1 AND u.active_organization_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.organization_id = u.active_organization_id)`;
  expect(await sql(stale, [userId])).toEqual([]);
}

describe(`${PARALLEL} sessions switch to an organization`, () => {
  it.each([
    ["somebody is removed from it", removeMember],
    ["it is deleted", deleteOrganization],
  ] as [string, AnyOperation][])("while %s: none keeps it, none keeps access", async (_title, operation) => {
    const { there, person, sessions, admin } = await scene();
    const running = switches(sessions, there.id);
    const ended = persist(admin, operation, { params: { organization_id: there.id, id: person.id } });
    for (const { error } of await Promise.all(running)) expect([undefined, 404, 503]).toContain(error?.status);
    expect(await ended).toBeNull();
    await expectNoSessionAstray(person.id);
    for (const session of sessions) {
      expect((await callAs(session).output(showMe)).tenant_id).toBe(person.organizationId);
      expect(await callAs(session).refusal(listUsers)).toMatchObject({ status: 403 });
    }
    for (const table of ["memberships", "role_assignments"])
      expect(await sql(`SELECT 1 FROM ${table} WHERE user_id = $1 AND organization_id = $2`, [person.id, there.id])).toEqual([]);
  });

  it("while they are added and removed in turn: what is active is what they are a member of", async () => {
    const { there, person, sessions, admin } = await scene();
    const turns = (async () => {
      for (let turn = 0; turn < 5; turn += 1) {
        expect(await persist(admin, removeMember, { params: { organization_id: there.id, id: person.id } })).toBeNull();
        expect(await persist(admin, addMember, { params: { organization_id: there.id }, input: { user_id: person.id } })).toBeNull();
      }
    })();
    await Promise.all(switches(sessions, there.id));
    await turns;
    await expectNoSessionAstray(person.id);
  });

  it("and back: each session has what its own last statement said", async () => {
    const { there, person, sessions } = await scene();
    const home = person.organizationId ?? "";
    await Promise.all(sessions.map(async (session, index) => {
      for (const id of index % 2 ? [home, there.id] : [there.id, home]) expect(await persist(session, switchOrganization, { params: { organization_id: id } })).toBeNull();
    }));
    for (const [index, session] of sessions.entries()) expect((await callAs(session).output(showMe)).tenant_id).toBe(index % 2 ? there.id : home);
  });

  it.each([["banned", banUser], ["deleted", deleteUser]] as [string, AnyOperation][])("while they are %s: nothing hangs, nothing breaks", async (_title, operation) => {
    for (let round = 0; round < 4; round += 1) {
      const { there, person, sessions, admin } = await scene();
      const running = switches(sessions, there.id);
      const raw: RawInput = { params: { id: person.id }, input: {} };
      expect(await persist(admin, operation, raw)).toBeNull();
      for (const { error } of await Promise.all(running)) expect([undefined, 401, 404, 503]).toContain(error?.status);
      for (const session of sessions.slice(0, 8)) expect(await callAs(session).refusal(showMe)).toMatchObject({ status: 401 });
    }
  });
});

describe("memberships in parallel", () => {
  it("of owners who leave, remove and demote each other all at once, one stays", async () => {
    for (let round = 0; round < 5; round += 1) {
      const organization = await makeOrganization();
      const owners = await Promise.all(Array.from({ length: 8 }, () => makeViewer([], { organization, roles: ["admin"], password: null })));
      await Promise.all(owners.map((owner, index) => {
        const id = owners[(index + 1) % owners.length]?.user.id;
        const params = { organization_id: organization.id, id };
        if (index % 3 === 0) return callAs(owner).run(leaveOrganization, { params });
        return index % 3 === 1 ? callAs(owner).run(removeMember, { params }) : callAs(owner).run(setMemberRoles, { params, input: { role_ids: [] } });
      }));
      const left = await sql(
        `SELECT a.user_id FROM role_assignments a JOIN memberships m ON m.user_id = a.user_id AND m.organization_id = a.organization_id WHERE a.organization_id = $1`,
        [organization.id],
      );
      expect(left.length, `round ${round}`).toBeGreaterThanOrEqual(1);
    }
  });

  it("adding people to an organization that is being deleted leaves no member behind", async () => {
    const organization = await makeOrganization();
    const admin = await makeViewer(["*"], { reach: "platform" });
    const people = await Promise.all(Array.from({ length: 16 }, () => makeUser({ password: null })));
    const adding = people.map(({ id }) => persist(admin, addMember, { params: { organization_id: organization.id }, input: { user_id: id } }));
    const deleted = persist(admin, deleteOrganization, { params: { organization_id: organization.id } });
    for (const error of await Promise.all(adding)) expect([undefined, 404]).toContain(error?.status);
    expect(await deleted).toBeNull();
    for (const table of ["memberships", "role_assignments"]) expect(await sql(`SELECT 1 FROM ${table} WHERE organization_id = $1`, [organization.id])).toEqual([]);
  });
});
