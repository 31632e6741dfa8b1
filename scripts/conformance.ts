/**
 * `npm run conformance`: runs the conformance tests and writes what came of each row to docs/conformance.json and docs/conformance.md.
 * With `--from-results` the report alone, from the last results.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { sections } from "../tests/conformance/rows/all-rows";
import { testedIds } from "../tests/conformance/tested-ids";
import { readResults } from "./conformance/read-results";
import { reportText, type Results } from "./conformance/report-text";
import { runNode } from "./test-run.mjs";

const root = path.resolve(import.meta.dirname, "..");
const resultsFile = path.join(root, "docs/conformance.json");

const write = (results: Results) => writeFileSync(path.join(root, "docs/conformance.md"), reportText(sections, results));

/** @returns whether all passed */
async function runAndWrite(folder: string): Promise<boolean> {
  const report = path.join(folder, "report.json");
  const vitest = path.join(path.dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
  const isGood = await runNode([vitest, "run", "--project", "conformance", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`], { timeoutMinutes: 10 });
  const rows = readResults(JSON.parse(readFileSync(report, "utf8")) as Parameters<typeof readResults>[0], testedIds(sections));
  const results: Results = { ranAt: new Date().toISOString(), node: process.versions.node, rows };
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 1)}\n`);
  write(results);
  return isGood;
}

if (process.argv.includes("--from-results")) {
  write(JSON.parse(readFileSync(resultsFile, "utf8")) as Results);
} else {
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-conformance-"));
  try {
    process.exitCode = (await runAndWrite(folder)) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
