/** The audit list, at twenty thousand events and at a million. */
import { withClient } from "../bench-database.mjs";
import { startBenchServer } from "../bench-server.mjs";
import { startCountingServer } from "../count-statements.mjs";
import { alternate } from "../load.mjs";
import { explain, inPostgres } from "../plans.mjs";
import { bearer, signIn } from "../sign-in.mjs";
import { ratio } from "../statistics.mjs";

const PER_PAGE = 50;

const KEY_AT = "SELECT occurred_at AS at, id FROM audit_events ORDER BY occurred_at DESC, id DESC OFFSET $1 LIMIT 1";

const pathOf = (query) => `/api/audit/audit-logs?per_page=${PER_PAGE}${query}`;

/** The query behind nine tenths of the events, as the page before gives it: with what was counted. */
async function deepQuery(url, events) {
  const { countLimit, encodeCursor } = await import("../../../lib/pagination.ts");
  const [key] = await withClient(url, async (client) => (await client.query(KEY_AT, [Math.floor(events * 0.9)])).rows);
  return `&cursor=${encodeCursor(key, Math.min(events, countLimit()))}`;
}

/** Statements and plans of one page. */
async function countPage(url, counting, headers, query) {
  const counted = await counting.count({ path: pathOf(query), headers });
  return { counted, plans: await explain(url, counted.seen, "audit_events") };
}

async function countPages(url, deep) {
  const counting = await startCountingServer(url);
  try {
    const headers = bearer(await signIn(counting, 1));
    return { first: await countPage(url, counting, headers, ""), deep: await countPage(url, counting, headers, deep) };
  } finally {
    await counting.stop();
  }
}

async function measure(generator, { few, many, sizes, names, deep, bare }, time) {
  const servers = [await startBenchServer({ databaseUrl: few }), await startBenchServer({ databaseUrl: many })];
  try {
    const headers = [];
    for (const server of servers) headers.push(bearer(await signIn(server, 1)));
    const jobs = { bare: { server: bare, connections: 2, request: { path: "/api/dev/bench/bare" } } };
    for (const kind of ["first", "deep"])
      sizes.forEach((_size, at) => {
        jobs[names[kind][at]] = { server: servers[at], connections: 2, request: { path: pathOf(kind === "deep" ? deep[at] : ""), headers: headers[at] } };
      });
    return await alternate(generator, jobs, time);
  } finally {
    for (const server of servers) await server.stop();
  }
}

export async function trail({ generator, server, eventUrls: [few, many], sizes: { events: sizes }, time }) {
  const [small, big] = sizes.map((size) => size.toLocaleString("en"));
  const names = { first: [`first page of ${small}`, `first page of ${big}`], deep: [`page at 90 % of ${small}`, `page at 90 % of ${big}`] };
  const deep = [await deepQuery(few, sizes[0]), await deepQuery(many, sizes[1])];
  const rounds = await measure(generator, { few, many, sizes, names, deep, bare: server }, time);
  const pages = await countPages(many, deep[1]);
  const growth = ([from, to]) => ratio(rounds[to], rounds[from], "p50");
  const flat = (goal, pair) => ({ goal, measured: `${growth(pair).toFixed(2)} ×`, isMet: growth(pair) <= 1.3 });
  const statements = Math.max(pages.first.counted.statements, pages.deep.counted.statements);
  return {
    title: `The audit list, ${PER_PAGE} to a page`,
    note: `\`GET /api/audit/audit-logs\` as an administrator, two connections, at ${small} and at ${big} events; both are beyond the 10,000 that the first page counts. The events were written by one \`INSERT … SELECT\` and their MACs are not valid: the list does not check them. PostgreSQL's time is that of \`EXPLAIN (ANALYZE)\` of the very statements sent.`,
    rounds,
    counts: { [names.first[1]]: pages.first.counted, [names.deep[1]]: pages.deep.counted },
    goals: [
      flat(`first page flat within 1.3 × (p50, ${small} → ${big})`, names.first),
      flat(`page at 90 % flat within 1.3 × (p50, ${small} → ${big})`, names.deep),
      { goal: "≤ 3 statements", measured: String(statements), isMet: statements <= 3 },
      inPostgres("first page, its count included: PostgreSQL ≤ 5 ms", pages.first.plans, 5),
      inPostgres("page at 90 %: PostgreSQL ≤ 0.5 ms", pages.deep.plans, 0.5),
    ],
  };
}
