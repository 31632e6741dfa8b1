/** What PostgreSQL says of the very statements that a server has sent. */
import { withClient } from "./bench-database.mjs";
import { median } from "./statistics.mjs";

const EXPLAIN_RUNS = 15;

const nodesOf = (plan) => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** Those that read the table; the session's check, which reads people beside it, is not the list's. */
const readersOf = (seen, table) => seen.filter(({ text }) => new RegExp(`\\bFROM ${table}\\b`).test(text) && !/FROM sessions/.test(text));

/**
 * @typedef {{ what: "count" | "rows", ms: number, planningMs: number, indexes: string[], isSequential: boolean }} Plan
 *   milliseconds: the median of warm runs; indexes: the table's own
 * @param {{ text: string, values: unknown[] }[]} seen @param {string} table @returns {Promise<Plan[]>} one for each text
 */
export async function explain(url, seen, table) {
  const distinct = [...new Map(readersOf(seen, table).map((statement) => [statement.text, statement])).values()];
  return withClient(url, async (client) => {
    const results = [];
    for (const { text, values } of distinct) {
      const runs = [];
      for (let run = 0; run < EXPLAIN_RUNS; run += 1) {
        const { rows } = await client.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, values);
        runs.push(rows[0]["QUERY PLAN"][0]);
      }
      results.push(planOf(text, runs, table));
    }
    return results;
  });
}

/** @param {object[]} runs of EXPLAIN (ANALYZE, FORMAT JSON) @returns {Plan} */
export function planOf(text, runs, table) {
  const nodes = nodesOf(runs[0].Plan);
  return {
    what: / AS counted\b/.test(text) ? "count" : "rows",
    ms: median(runs.map((run) => run["Execution Time"])),
    planningMs: median(runs.map((run) => run["Planning Time"])),
    indexes: [...new Set(nodes.map((node) => node["Index Name"]).filter((name) => name?.startsWith(table)))],
    isSequential: nodes.some((node) => node["Node Type"] === "Seq Scan" && node["Relation Name"] === table),
  };
}

/** @param {Plan[]} plans */
export const sayPlans = (plans) =>
  plans.map(({ what, ms, planningMs, indexes, isSequential }) => `${what} ${ms.toFixed(2)} ms, planned in ${planningMs.toFixed(2)} (${isSequential ? "sequential" : indexes.join(", ") || "no index of it"})`).join("; ");

/** A goal for what PostgreSQL takes for all of them. */
export const inPostgres = (goal, plans, most) => ({ goal, measured: sayPlans(plans), isMet: plans.reduce((sum, { ms }) => sum + ms, 0) <= most });
