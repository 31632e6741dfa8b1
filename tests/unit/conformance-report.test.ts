import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesNamed } from "../../scripts/contracts/app-files";
import { readResults } from "../../scripts/conformance/read-results";
import { reportText, type Results } from "../../scripts/conformance/report-text";
import { sections } from "../conformance/rows/all-rows";
import { testedIds } from "../conformance/tested-ids";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const rows = sections.flatMap((section) => [...section.rows]);
const tested = testedIds(sections);

describe("the list of rows", () => {
  it("names each once", () => {
    const ids = rows.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("has a reason wherever it is not as asked", () => {
    for (const row of rows) if (row.status !== "tested") expect(row.reason, row.id).toMatch(/\S{2}/);
  });

  it("has one test for each row that claims one, and none for the others", () => {
    const sources = filesNamed(ROOT, "tests/conformance", /\.test\.tsx?$/).map(read).join("\n");
    const times = (id: string) => sources.split(`"${id}"`).length - 1;
    expect(rows.filter(({ id }) => times(id) !== (tested.has(id) ? 1 : 0)).map(({ id }) => `${id}: ${times(id)}`)).toEqual([]);
  });
});

describe("docs/conformance.md", () => {
  const results = JSON.parse(read("docs/conformance.json")) as Results;

  it("is what npm run conformance makes of the list and the last results", () => {
    expect([...tested].filter((id) => !(id in results.rows))).toEqual([]);
    expect(read("docs/conformance.md")).toBe(reportText(sections, results));
  });
});

describe("the report's figures", () => {
  const section = {
    title: "Some",
    rows: [
      { id: "A1", asks: "One", status: "tested" },
      { id: "A2", asks: "Two", status: "tested" },
      { id: "A3", asks: "Three", status: "different", reason: "otherwise" },
      { id: "A4", asks: "Four", status: "different", reason: "otherwise" },
      { id: "A5", asks: "Five", status: "tested" },
      { id: "A6", asks: "Six", status: "pending", reason: "later" },
      { id: "A7", asks: "Seven", status: "not built", reason: "never" },
    ],
  } as const;
  const text = reportText([section], { ranAt: "2026-11-21T16:08:00.000Z", node: "20.20.2", rows: { A1: "passed", A2: "failed", A3: "passed", A4: "failed" } });

  it("count what the tests said, not what the list claims", () => {
    expect(text).toContain("| Section | Passed | Passed, differs | Failed | Not run | Pending | Not built |");
    expect(text).toContain("| Some | 1 | 1 | 2 | 1 | 1 | 1 |");
    expect(text).toContain("| A4 | Four | failed | otherwise |");
  });
});

describe("reading results", () => {
  const report = (...titles: string[]) => ({ testResults: [{ name: "a", assertionResults: titles.map((title) => ({ title, status: title.endsWith("!") ? "failed" : "passed" })) }] });

  it("takes them by the row's name, and what failed as failed", () => {
    expect(readResults(report("A1: one", "A2: two!", "is not there"), new Set(["A1", "A2"]))).toEqual({ A1: "passed", A2: "failed" });
  });

  it("stops at a row without a test, and at one with two", () => {
    expect(() => readResults(report("A1: one"), new Set(["A1", "A2"]))).toThrow("Without: A2.");
    expect(() => readResults(report("A1: one", "A1: one"), new Set(["A1"]))).toThrow("Several: A1.");
  });
});
