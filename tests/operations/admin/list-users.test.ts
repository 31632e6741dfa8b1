import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import type { UserSummary } from "@/lib/features/admin/schema";
import { COUNTED_ROWS_MAX } from "@/lib/pagination";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const DAY_MS = 86_400_000;

let admin: TestViewer;

beforeAll(async () => {
  admin = await makeViewer(["*"], { reach: "platform" });
});

const list = (viewer: TestViewer, query: Record<string, unknown> = {}) => callAs(viewer).output(listUsers, { query });
const ids = (users: UserSummary[]) => users.map(({ id }) => id);

/** People with nothing but a row and a membership. */
const makeMany = (organizationId: string, first: number, last: number) =>
  sql(
    `WITH made AS (INSERT INTO users (id, email, username, provider, is_active, mfa_enabled, must_change_password, created_at, updated_at)
       SELECT gen_random_uuid(), 'many' || n || '@example.com', 'many' || n, 'local', true, false, false, app_now(), app_now()
         FROM generate_series($2::int, $3::int) n RETURNING id)
     INSERT INTO memberships (organization_id, user_id, created_at) SELECT $1, id, app_now() FROM made`,
    [organizationId, first, last],
  );

describe("allowed", () => {
  it("lists people newest first, as the reference clients read them", async () => {
    const user = await makeUser({ firstName: "Ada", lastName: "Byron", roles: ["manager", "user"] });
    const { users, ...figures } = await list(admin, { per_page: "1" });
    expect(users).toEqual([
      expect.objectContaining({
        id: user.id, email: user.email, username: user.username, full_name: "Ada Byron", status: "active", is_active: true, is_verified: true,
        role_name: "manager", roles: ["manager", "user"], provider: "local", profile_picture_url: null, last_login_at: null,
      }),
    ]);
    expect(JSON.stringify(users)).not.toMatch(/\$2|hash|ban_reason/);
    expect(figures).toMatchObject({ page: 1, per_page: 1, next_cursor: expect.any(String) });
    expect(figures.total).toBe(figures.count);
    expect(figures.pages).toBe(figures.total);
  });

  it("finds by parts of address, name and username in any case, wildcards taken literally", async () => {
    const odd = await makeUser({ email: "under_score%sign@example.com", username: "back\\slash_u", firstName: "Zoë", lastName: "O'Neil" });
    for (const q of ["UNDER_score%", "%sign@", "back\\slash", "zoë o'n", "Zoë"]) expect(ids((await list(admin, { q })).users), q).toEqual([odd.id]);
    for (const q of ["under%score", "under-score", "u_der", "back_slash", "' OR 1=1 --"]) expect((await list(admin, { q })).users, q).toEqual([]);
  });

  it("filters by status, activity and role; the deleted show only among the inactive", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["users.view"], { organization });
    const make = (options: Parameters<typeof makeUser>[0]) => makeUser({ organization, ...options });
    const banned = await make({ banned: true });
    const lapsed = await make({ banned: new Date(Date.now() - DAY_MS), roles: ["auditor"] });
    const shut = await make({ isActive: false });
    const gone = await make({ deleted: true });
    const unproven = await make({ verified: false });
    const of = async (query: Record<string, unknown>) => new Set(ids((await list(viewer, query)).users));

    expect(await of({ status: "banned" })).toEqual(new Set([banned.id]));
    expect(await of({ status: "unverified" })).toEqual(new Set([unproven.id]));
    expect(await of({ status: "inactive" })).toEqual(new Set([shut.id, gone.id]));
    expect(await of({ status: "active" })).toEqual(new Set([viewer.user.id, lapsed.id]));
    expect(await of({ is_active: "true" })).toEqual(new Set([viewer.user.id, lapsed.id, unproven.id]));
    expect(await of({ is_active: "false" })).toEqual(new Set([banned.id, shut.id, gone.id]));
    expect(await of({ role: "auditor" })).toEqual(new Set([lapsed.id]));
    const [auditor] = await sql<{ id: string }>("SELECT id FROM roles WHERE name = 'auditor'");
    expect(await of({ role_id: auditor?.id })).toEqual(new Set([lapsed.id]));
    expect(await of({ role: "nothing_of_the_kind" })).toEqual(new Set());
    expect(await of({ q: "", role: "", status: "" })).toEqual(new Set([viewer.user.id, banned.id, lapsed.id, shut.id, unproven.id]));
  });

  it("says what it may be filtered by, where asked", async () => {
    const { role_options: options } = await list(admin, { include_roles: "true" });
    expect(options?.map(({ name }) => name)).toEqual(expect.arrayContaining(["admin", "manager", "auditor", "user"]));
    expect((await list(admin)).role_options).toBeUndefined();
  });

  it("takes three statements, however many people there are", async () => {
    const { statements } = await countStatements(() => list(admin, { q: "a", include_roles: "true", per_page: "100" }));
    expect(statements).toBeLessThanOrEqual(3);
  });
});

describe("pages and cursors", () => {
  it("show every row exactly once, whatever the page's length and however many share an instant", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["users.view"], { organization });
    await Promise.all(Array.from({ length: 23 }, () => makeUser({ organization, password: null })));
    await sql(
      `UPDATE users SET created_at = date_trunc('hour', created_at) + interval '1 ms' * (random() * 3)::int
        WHERE active_organization_id = $1`,
      [organization.id],
    );
    const all = ids((await list(viewer, { per_page: "100" })).users);
    expect(new Set(all).size).toBe(24);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (perPage) => {
        const byCursor: string[] = [];
        let cursor: string | null | undefined;
        do {
          const answer = await list(viewer, { per_page: String(perPage), ...(cursor ? { cursor } : {}) });
          byCursor.push(...ids(answer.users));
          cursor = answer.next_cursor;
        } while (cursor);
        expect(byCursor).toEqual(all);
        const pages = Math.ceil(24 / perPage);
        const byPage = await Promise.all(Array.from({ length: pages }, (_, at) => list(viewer, { per_page: String(perPage), page: String(at + 1) })));
        expect(byPage.flatMap(({ users }) => ids(users))).toEqual(all);
        expect(byPage[0]).toMatchObject({ total: 24, pages });
      }),
      { numRuns: 8 },
    );
  });

  it("point to the cursor beyond row 10,000", async () => {
    const error = await callAs(admin).refusal(listUsers, { query: { page: "101", per_page: "100" } });
    expect(error).toMatchObject({ status: 422, details: { fields: { page: [expect.stringContaining("cursor")] } } });
    expect(await list(admin, { page: "100", per_page: "100" })).toMatchObject({ users: [] });
  });

  it("count to 10,000 and then say that there are more", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["users.view"], { organization });
    // In parts, each well within the time that the pool allows a statement.
    for (let first = 1; first <= COUNTED_ROWS_MAX; first += 1000) await makeMany(organization.id, first, first + 999);
    expect(await list(viewer)).toMatchObject({ total: 10_000, total_is_estimate: true, pages: null });
    const exact = await list(viewer, { count: "exact" });
    expect(exact).toMatchObject({ total: 10_001, pages: 501 });
    expect(exact.total_is_estimate).toBeUndefined();
  });
});

describe("tenancy", () => {
  it("shows no one else's people: in the list, the count, the search, the roles", async () => {
    const here = await makeOrganization();
    const there = await makeOrganization();
    const viewer = await makeViewer(["users.view"], { organization: here });
    const mine = await makeUser({ organization: here, email: "shared-word-1@example.com" });
    const theirs = await makeUser({ organization: there, email: "shared-word-2@example.com", roles: ["auditor"] });
    expect(new Set(ids((await list(viewer)).users))).toEqual(new Set([viewer.user.id, mine.id]));
    expect((await list(viewer, { count: "exact" })).total).toBe(2);
    expect(await list(viewer, { q: "shared-word" })).toMatchObject({ total: 1, users: [{ id: mine.id }] });
    expect(await list(viewer, { role: "auditor" })).toMatchObject({ total: 0, users: [] });
    expect(ids((await list(admin, { q: "shared-word" })).users)).toEqual([theirs.id, mine.id]);

    await sql("INSERT INTO memberships (organization_id, user_id, created_at) VALUES ($1, $2, app_now())", [here.id, theirs.id]);
    const shared = (await list(viewer, { q: "shared-word-2" })).users[0];
    expect(shared).toMatchObject({ id: theirs.id, roles: [], role_name: null });
  });

  it("403 once the membership is gone, and with it what was held there", async () => {
    const leaver = await makeViewer(["users.view"]);
    await sql("DELETE FROM memberships WHERE user_id = $1", [leaver.user.id]);
    expect(await callAs(leaver).refusal(listUsers)).toMatchObject({ status: 403 });
  });
});

describe("refused and invalid", () => {
  expectRefused(listUsers, {
    valid: () => ({}),
    invalidQuery: {
      "a page of zero": { page: "0" },
      "a page that is no number": { page: "one" },
      "too many a page": { per_page: "101" },
      "an unknown status": { status: "sleeping" },
      "a role id that is none": { role_id: "7" },
      "a cursor that is none": { cursor: "bm90aGluZw" },
      "U+0000": { q: "a\0" },
      "a search without end": { q: "x".repeat(10_000) },
    },
  });

  it("ignores keys that it does not know, and writes nothing", async () => {
    const rows = await auditRowsOf(() => rowsUnchanged(() => list(admin, { tenant_id: "x", nonsense: "1" }), []));
    expect(rows).toEqual([]);
  });
});
