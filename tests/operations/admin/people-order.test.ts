import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { peopleSorts } from "@/lib/features/admin/people-schema";
import type { UserSummary } from "@/lib/features/admin/schema";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { sql } from "../../setup/sql";

const COUNT = 21;
const HOUR_MS = 3_600_000;

let viewer: TestViewer;

const list = (query: Record<string, unknown> = {}) => callAs(viewer).output(listUsers, { query });

/** Names, sign-ins and standings that several people share, and some have none of. */
beforeAll(async () => {
  const organization = await makeOrganization();
  viewer = await makeViewer(["users.view"], { organization });
  for (let n = 1; n < COUNT; n += 1) {
    await makeUser({
      organization, password: null, email: `${"cabd"[n % 4]}${n}@example.com`, username: `${"XyZ"[n % 3]}${n}`, verified: n % 3 > 0, isActive: n % 5 > 0,
      banned: n % 7 === 0, firstName: ["Ada", "ada", "Émile", undefined][n % 4], lastName: n % 4 === 3 ? undefined : "Byron",
    });
  }
  await sql(
    `UPDATE users SET last_login_at = CASE WHEN username ~ '[0-4]$' THEN date_trunc('hour', app_now()) - interval '1 hour' * length(email) END
      WHERE active_organization_id = $1`,
    [organization.id],
  );
});

async function throughPages(query: Record<string, unknown>, perPage: number): Promise<UserSummary[]> {
  const all: UserSummary[] = [];
  let cursor: string | null = null;
  do {
    const answer: Awaited<ReturnType<typeof list>> = await list({ ...query, per_page: String(perPage), ...(cursor ? { cursor } : {}) });
    expect(answer.total).toBe(COUNT);
    all.push(...answer.users);
    cursor = answer.next_cursor;
  } while (cursor);
  return all;
}

const keys: Record<(typeof peopleSorts)[number], (user: UserSummary) => string | number> = {
  created_at: ({ created_at: at }) => Date.parse(at),
  last_login_at: ({ last_login_at: at }) => (at ? Date.parse(at) : -HOUR_MS),
  email: ({ email }) => email,
  username: ({ username }) => username.toLowerCase(),
  name: ({ full_name: name }) => (name ?? "").toLowerCase().replace("é", "e"),
  status: ({ status }) => status,
};

describe("every order", () => {
  it.each(peopleSorts.flatMap((sort) => ["asc", "desc"].map((direction) => ({ sort, direction }))))(
    "shows everybody once, in order: by $sort, $direction",
    async ({ sort, direction }) => {
      const all = (await list({ sort, direction, per_page: "100" })).users;
      expect(all).toHaveLength(COUNT);
      const found = all.map(keys[sort]);
      const sorted = [...found].sort((a, b) => (a < b ? -1 : Number(a > b)));
      expect(found).toEqual(direction === "asc" ? sorted : sorted.reverse());
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: COUNT + 2 }), async (perPage) => {
          expect((await throughPages({ sort, direction }, perPage)).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
        }),
        { numRuns: 3, examples: [[4]] },
      );
    },
  );

  it("goes the usual way where no direction is given", async () => {
    for (const [sort, direction] of [["created_at", "desc"], ["last_login_at", "desc"], ["email", "asc"], ["name", "asc"]]) {
      expect((await list({ sort })).users, sort).toEqual((await list({ sort, direction })).users);
    }
  });
});

describe("invalid input", () => {
  it("422 for an order that there is not, and for a cursor of another one", async () => {
    const refusal = (query: Record<string, unknown>) => callAs(viewer).refusal(listUsers, { query });
    expect(await refusal({ sort: "password_hash" })).toMatchObject({ status: 422, details: { fields: { sort: [expect.any(String)] } } });
    expect(await refusal({ sort: "email", direction: "sideways" })).toMatchObject({ status: 422 });
    const { next_cursor: cursor } = await list({ sort: "email", per_page: "2" });
    expect(await refusal({ sort: "email", direction: "desc", cursor })).toMatchObject({ status: 422, details: { fields: { cursor: [expect.stringContaining("another order")] } } });
    expect(await refusal({ cursor })).toMatchObject({ status: 422 });
  });
});
