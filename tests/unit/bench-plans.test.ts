import { describe, expect, it } from "vitest";
import { inPostgres, planOf, sayPlans } from "../../scripts/bench/plans.mjs";

const run = (ms: number, plan: object = {}) => ({ "Execution Time": ms, "Planning Time": ms / 10, Plan: { "Node Type": "Limit", Plans: [{ "Node Type": "Index Scan", "Index Name": "users_pkey" }, plan] } });

describe("a plan", () => {
  it("is the median of its runs, with the table's own indexes, each once", () => {
    const other = { "Node Type": "Index Scan", "Index Name": "memberships_pkey" };
    const twice = { "Node Type": "Index Scan", "Index Name": "users_pkey", Plans: [other] };
    expect(planOf("SELECT id FROM users", [run(3, twice), run(1), run(2)], "users")).toEqual({ what: "rows", ms: 2, planningMs: 0.2, indexes: ["users_pkey"], isSequential: false });
  });

  it("tells a count from a list", () => expect(planOf("SELECT count(*)::int AS counted FROM users", [run(1)], "users").what).toBe("count"));

  it("is sequential when the table itself is read from end to end, and not when another is", () => {
    const scan = (name: string) => run(1, { "Node Type": "Seq Scan", "Relation Name": name });
    expect(planOf("", [scan("users")], "users").isSequential).toBe(true);
    expect(planOf("", [scan("roles")], "users").isSequential).toBe(false);
  });
});

describe("a goal for PostgreSQL", () => {
  const plan = (ms: number, indexes: string[] = [], isSequential = false) => ({ what: "rows" as const, ms, planningMs: 0.1, indexes, isSequential });

  it("is met by the sum of its statements", () => {
    expect(inPostgres("fast", [plan(0.2), plan(0.3)], 0.5).isMet).toBe(true);
    expect(inPostgres("fast", [plan(0.2), plan(0.4)], 0.5).isMet).toBe(false);
  });

  it("says how the rows were found", () => {
    expect(sayPlans([plan(1, ["users_pkey"]), plan(2, [], true), plan(3)])).toBe(
      "rows 1.00 ms, planned in 0.10 (users_pkey); rows 2.00 ms, planned in 0.10 (sequential); rows 3.00 ms, planned in 0.10 (no index of it)",
    );
  });
});
