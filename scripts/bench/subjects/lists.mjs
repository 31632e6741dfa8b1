/** The administration's list of people, at two sizes of the table. */
import { startBenchServer } from "../bench-server.mjs";
import { withClient } from "../bench-database.mjs";
import { alternate } from "../load.mjs";
import { explain, inPostgres, sayPlans } from "../plans.mjs";
import { ratio } from "../statistics.mjs";
import { bearer, signIn } from "../sign-in.mjs";

const PER_PAGE = 50;

const KEY_AT = `SELECT created_at AS at, id FROM users WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC OFFSET $1 LIMIT 1`;

/** The cursor behind nine tenths of the people, as the page before gives it: with what was counted. */
async function deepCursor(url) {
  const { countLimit, encodeCursor } = await import("../../../lib/pagination.ts");
  return withClient(url, async (client) => {
    const { rows: [{ count }] } = await client.query("SELECT count(*)::int AS count FROM users");
    const { rows: [key] } = await client.query(KEY_AT, [Math.floor(count * 0.9)]);
    return encodeCursor(key, Math.min(count, countLimit()));
  });
}

const pathOf = (query) => `/api/admin/users?per_page=${PER_PAGE}${query}`;

async function searches(url, counting, headers, sizes) {
  const goals = [];
  for (const [kind, q] of Object.entries({ prefix: `person-${sizes.large - 1}`, fragment: `rson-${String(sizes.large - 2).slice(0, 4)}` })) {
    const counted = await counting.count({ path: pathOf(`&q=${q}`), headers });
    const plans = await explain(url, counted.seen, "users");
    goals.push({ goal: `search by ${kind} uses an index`, measured: sayPlans(plans), isMet: plans.every(({ isSequential, indexes }) => !isSequential && indexes.some((name) => /trgm|prefix/.test(name))) });
  }
  return goals;
}

export async function lists({ generator, server, databaseUrl, largeUrl, sizes, counting, time }) {
  const large = await startBenchServer({ databaseUrl: largeUrl });
  try {
    const small = { server, headers: bearer(await signIn(server, 1)) };
    const big = { server: large, headers: bearer(await signIn(large, 1)) };
    const deep = { small: await deepCursor(databaseUrl), big: await deepCursor(largeUrl) };
    const job = ({ server: on, headers }, query) => ({ server: on, connections: 2, request: { path: pathOf(query), headers } });
    const [few, many] = [sizes.small, sizes.large].map((size) => size.toLocaleString("en"));
    const names = { first: [`first page of ${few}`, `first page of ${many}`], deep: [`page at 90 % of ${few}`, `page at 90 % of ${many}`] };
    const rounds = await alternate(generator, {
      bare: { server, connections: 2, request: { path: "/api/dev/bench/bare" } },
      [names.first[0]]: job(small, ""),
      [names.first[1]]: job(big, ""),
      [names.deep[0]]: job(small, `&cursor=${deep.small}`),
      [names.deep[1]]: job(big, `&cursor=${deep.big}`),
    }, time);
    const headers = bearer(await signIn(counting, 1));
    const first = await counting.count({ path: pathOf(""), headers });
    const behind = await counting.count({ path: pathOf(`&cursor=${deep.big}`), headers });
    const plans = { first: await explain(largeUrl, first.seen, "users"), deep: await explain(largeUrl, behind.seen, "users") };
    const growth = ([from, to]) => ratio(rounds[to], rounds[from], "p50");
    const flat = (goal, pair) => ({ goal, measured: `${growth(pair).toFixed(2)} ×`, isMet: growth(pair) <= 1.3 });
    return {
      title: `The list of people, ${PER_PAGE} to a page`,
      note: `\`GET /api/admin/users\` as an administrator, two connections, at ${few} and at ${many} people. PostgreSQL's time is that of \`EXPLAIN (ANALYZE)\` of the very statements sent.`,
      rounds,
      counts: { [names.first[1]]: first, [names.deep[1]]: behind },
      goals: [
        flat(`first page flat within 1.3 × (p50, ${few} → ${many})`, names.first),
        flat(`page at 90 % flat within 1.3 × (p50, ${few} → ${many})`, names.deep),
        { goal: "≤ 3 statements", measured: String(Math.max(first.statements, behind.statements)), isMet: Math.max(first.statements, behind.statements) <= 3 },
        inPostgres("first page: PostgreSQL ≤ 0.3 ms", plans.first, 0.3),
        inPostgres("page at 90 %: PostgreSQL ≤ 0.3 ms", plans.deep, 0.3),
        ...(await searches(largeUrl, counting, headers, sizes)),
      ],
    };
  } finally {
    await large.stop();
  }
}
