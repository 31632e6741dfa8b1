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
