/** The generated files are those of this checkout, and no rule is broken. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { edgePolicy } from "@/lib/edge/policy.gen";
import { config } from "@/middleware";
import { makeContracts, type Contracts } from "../../scripts/contracts/make-contracts";
import { readPages } from "../../scripts/contracts/read-pages";
import { filesNamed, patternOf } from "../../scripts/contracts/app-files";

const ROOT = join(import.meta.dirname, "../..");
let contracts: Contracts;

beforeAll(async () => {
  contracts = await makeContracts(ROOT);
});

describe("contracts", () => {
  it("break no rule", () => {
    expect(contracts.faults).toEqual([]);
  });

  it.each([
    "lib/edge/policy.gen.ts",
    "contracts/edge-policy.json",
    "contracts/openapi.json",
    "contracts/access-matrix.json",
    "contracts/access-matrix.md",
    "contracts/error-codes.json",
    "lib/client/server-error-code.gen.ts",
    "contracts/audit-actions.json",
  ])("%s is fresh (else: npm run contracts)", (path) => {
    expect(readFileSync(join(ROOT, path), "utf8")).toBe(contracts.files[path]);
  });

  it("are the same each time they are made", async () => {
    expect(await makeContracts(ROOT)).toEqual(contracts);
  });
});

describe("the edge policy", () => {
  it("has every page, and the gate sees every page's address", () => {
    const patterns = filesNamed(ROOT, "app", /^page\.tsx$/).map(patternOf);
    expect(patterns.length).toBeGreaterThan(10);
    expect(edgePolicy.filter(({ kind }) => kind === "page").map(({ pattern }) => pattern)).toEqual([...patterns].sort());
    const matcher = new RegExp(`^${config.matcher[0]}$`);
    expect(patterns.filter((pattern) => !matcher.test(pattern))).toEqual([]);
  });

  it("lets the gate see every route that asks a permission", () => {
    const matcher = new RegExp(`^${config.matcher[0]}$`);
    const gated = edgePolicy.filter((entry) => entry.kind === "api" && Object.values(entry.methods).some(({ kind }) => kind === "permission"));
    expect(gated.length).toBeGreaterThan(5);
    expect(gated.map(({ pattern }) => pattern).filter((pattern) => !matcher.test(pattern))).toEqual([]);
  });

  it("has exactly the access that each page's file writes", () => {
    const { pages, faults } = readPages(ROOT);
    expect(faults).toEqual([]);
    for (const { pattern, access, hasActions } of pages) {
      expect(edgePolicy.find((entry) => entry.pattern === pattern)).toEqual({ kind: "page", pattern, access, ...(hasActions ? { hasActions } : {}) });
    }
  });
});
