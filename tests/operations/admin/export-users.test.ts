import { beforeAll, describe, expect, it } from "vitest";
import * as route from "@/app/api/admin/users/export/route";
import { exportUsers } from "@/lib/features/admin/operations/export-users";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { makeOrganization, type TestOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { sql } from "../../setup/sql";

let organization: TestOrganization;
let viewer: TestViewer;

beforeAll(async () => {
  organization = await makeOrganization();
  viewer = await makeViewer(["users.export", "users.view"], { organization });
});

const download = (query: Record<string, string>, as = viewer) => http(route, { path: `/api/admin/users/export?${new URLSearchParams(query)}`, as });

/** Enough for several batches. */
const makeMany = (count: number, word: string) =>
  sql(
    `WITH made AS (INSERT INTO users (id, email, username, provider, is_active, mfa_enabled, must_change_password, created_at, updated_at)
       SELECT gen_random_uuid(), $3 || n || '@example.com', $3 || n, 'local', true, false, false, app_now(), app_now() FROM generate_series(1, $2::int) n RETURNING id)
     INSERT INTO memberships (organization_id, user_id, created_at) SELECT $1, id, app_now() FROM made`,
    [organization.id, count, word],
  );

describe("allowed", () => {
  it("writes exactly what the list shows, in its order, with one audit row of who asked for what", async () => {
    await makeUser({ organization, firstName: "Ada", lastName: 'O"Neil, the', roles: ["manager", "user"] });
    await makeUser({ organization, banned: true, firstName: "Ada" });
    await makeUser({ organization: await makeOrganization(), firstName: "Ada" });
    const query = { q: "ada", status: "active", sort: "email", direction: "desc" };
    const rows = await auditRowsOf(async () => {
      const answer = await download({ ...query, format: "json" });
      expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
      expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="users-\d{4}-\d\d-\d\d\.json"$/);
      expect(answer.body).toEqual((await callAs(viewer).output(listUsers, { query })).users);
      expect(answer.body).toHaveLength(1);
    });
    expect(rows).toMatchObject([{ action: "user.exported", success: true, actor_id: viewer.user.id, metadata: { format: "json", filter: { q: "ada", status: "active" }, sort: "email", direction: "desc" } }]);
    const csv = String((await download(query)).body);
    expect(csv.split("\r\n")[0]).toBe("id,email,username,first_name,last_name,full_name,status,is_active,is_verified,role_name,roles,provider,profile_picture_url,created_at,last_login_at");
    expect(csv).toContain('Ada,"O""Neil, the","Ada O""Neil, the",active,true,true,manager,manager; user,local,');
    expect(csv.trimEnd().split("\r\n")).toHaveLength(2);
    expect(csv).not.toMatch(/\$2|hash/);
  });

  it("goes on through every batch, each person once", async () => {
    await makeMany(1203, "batch");
    for (const sort of ["created_at", "name"]) {
      const people = (await download({ q: "batch", sort, format: "json" })).body as { id: string }[];
      expect(people).toHaveLength(1203);
      expect(new Set(people.map(({ id }) => id)).size).toBe(1203);
    }
    expect(String((await download({ q: "batch" })).body).trimEnd().split("\r\n")).toHaveLength(1204);
  });

  it("says so where nobody fits", async () => {
    expect((await download({ q: "nobody at all", format: "json" })).body).toEqual([]);
    expect(String((await download({ q: "nobody at all" })).body).trimEnd().split("\r\n")).toHaveLength(1);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])("makes no formula of a name like %j", async (firstName) => {
    const user = await makeUser({ organization, firstName });
    const csv = String((await download({ q: user.email })).body);
    expect(csv).toContain(`"'${firstName.trimEnd()}`);
  });
});

describe("tenancy", () => {
  it("exports nobody of another organization, whatever the filter says", async () => {
    const there = await makeOrganization();
    const theirs = await makeUser({ organization: there });
    expect((await download({ q: theirs.email, format: "json" })).body).toEqual([]);
    expect((await download({ organization_id: there.id, format: "json" })).body).toEqual([]);
    const admin = await makeViewer(["users.export"], { reach: "platform" });
    expect((await download({ organization_id: there.id, format: "json" }, admin)).body).toMatchObject([{ id: theirs.id }]);
  });
});

describe("refused and invalid", () => {
  expectRefused(exportUsers, { valid: () => ({}), invalidQuery: { "a format that there is not": { format: "xlsx" }, "an unknown order": { sort: "password" }, "a status that is none": { status: "asleep" } }, insufficient: ["users.view"] });
});
