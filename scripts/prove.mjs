/**
 * `npm run prove`: runs every proof, one after the other whatever becomes of them, and writes docs/proofs.md after each.
 * `npm run prove <name> [-- options]` runs one and keeps the others' last results.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repositoryRoot } from "./launch/settings.mjs";
import { proofs } from "./prove/registry.mjs";
import { reportText } from "./prove/report.mjs";
import { writeResult } from "./prove/start-proof.mjs";

const [given, ...options] = process.argv.slice(2);
if (given !== undefined && !(given in proofs)) {
  console.error(`There is no proof ${given}. There are: ${Object.keys(proofs).join(", ")}.`);
  process.exit(1);
}

/** Part of a proof is no proof: its result is printed and not kept. */
const isWhole = options.length === 0;

/** Longer than any of them takes; what hangs keeps none of the others from running. */
const PATIENCE_MS = 60 * 60_000;

const resultFile = (name) => path.join(repositoryRoot, "docs/proofs", `${name}.json`);

/** A proof that ended without its report has failed, and what it reported another time is not its result. */
function recordNoReport(name, startedAt, { status, signal }) {
  const note = `the proof ended without a report (${signal ?? `exit ${status}`})`;
  writeResult({ file: resultFile(name), name, startedAt, steps: [{ group: name, title: "the proof itself", result: "failed", seconds: 0, note }] });
}

/** @returns {boolean} whether it held */
function run(name) {
  console.log(`\n${proofs[name].title} (${name})`);
  const startedAt = Date.now();
  const file = resultFile(name);
  const ended = spawnSync(process.execPath, [proofs[name].file, ...options], {
    cwd: repositoryRoot,
    stdio: "inherit",
    timeout: PATIENCE_MS,
    env: { ...process.env, ...(isWhole ? { PROOF_RESULT: file } : {}) },
  });
  if (isWhole) {
    const reportedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (reportedAt < startedAt) recordNoReport(name, startedAt, ended);
    writeReport();
  }
  return ended.status === 0;
}

function writeReport() {
  const resultOf = (name) => (existsSync(resultFile(name)) ? JSON.parse(readFileSync(resultFile(name), "utf8")) : undefined);
  const results = Object.fromEntries(Object.keys(proofs).map((name) => [name, resultOf(name)]));
  writeFileSync(path.join(repositoryRoot, "docs/proofs.md"), reportText(proofs, results));
}

const failed = (given === undefined ? Object.keys(proofs) : [given]).filter((name) => !run(name));
if (failed.length > 0) console.error(`Failed: ${failed.join(", ")}.`);
process.exitCode = failed.length > 0 ? 1 : 0;
