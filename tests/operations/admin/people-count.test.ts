import { describe, expect, it } from "vitest";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { COUNTED_ROWS_MAX } from "@/lib/pagination";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { sql } from "../../setup/sql";

const list = (viewer: TestViewer, query: Record<string, unknown> = {}) => callAs(viewer).output(listUsers, { query });

describe("the count behind a list of people", () => {
  it("is made once: a cursor carries it on", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["users.view"], { organization });
    await Promise.all([1, 2, 3].map(() => makeUser({ organization, password: null })));
    const first = await list(viewer, { per_page: "1" });
    const { statements, texts, result } = await countStatements(() => list(viewer, { per_page: "1", cursor: first.next_cursor }));
    expect(result).toMatchObject({ total: 4, count: 4, pages: 4, page: null });
    expect(statements).toBe(2);
    expect(texts.join("\n")).not.toContain("count(");
    await makeUser({ organization, password: null });
    expect(await list(viewer, { per_page: "1", cursor: result.next_cursor })).toMatchObject({ total: 4 });
  });

  it("of everybody is the planner's where it knows of far more than is counted", async () => {
    const plannerSays = (rows: number) => sql("UPDATE pg_class SET reltuples = $1 WHERE oid = 'users_present_idx'::regclass", [rows]);
    const admin = await makeViewer(["*"], { reach: "platform" });
    const { total } = await list(admin, { count: "exact" });
    await plannerSays(3 * COUNTED_ROWS_MAX);
    expect(await list(admin)).toMatchObject({ total: COUNTED_ROWS_MAX, total_is_estimate: true, pages: null });
    expect(await list(admin, { count: "exact" })).toMatchObject({ total });
    expect(await list(admin, { q: admin.user.email })).toMatchObject({ total: 1 });
    const local = await makeViewer(["users.view"], { organization: await makeOrganization() });
    expect(await list(local)).toMatchObject({ total: 1 });
    await plannerSays(2 * COUNTED_ROWS_MAX);
    expect(await list(admin)).toMatchObject({ total: total + 1 });
  });
});
