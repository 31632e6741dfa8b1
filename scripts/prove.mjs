/**
 * `npm run prove`: runs every proof and writes docs/proofs.md. `npm run prove <name> [-- options]` runs one and keeps the
 * others' last results.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repositoryRoot } from "./launch/settings.mjs";
import { proofs } from "./prove/registry.mjs";
import { reportText } from "./prove/report.mjs";

const [given, ...options] = process.argv.slice(2);
if (given !== undefined && !(given in proofs)) {
  console.error(`There is no proof ${given}. There are: ${Object.keys(proofs).join(", ")}.`);
  process.exit(1);
}

const resultFile = (name) => path.join(repositoryRoot, "docs/proofs", `${name}.json`);
const failed = [];
for (const name of given === undefined ? Object.keys(proofs) : [given]) {
  console.log(`\n${proofs[name].title} (${name})`);
  // Part of a proof is no proof: its result is printed and not kept.
  const isWhole = options.length === 0;
  const { status } = spawnSync(process.execPath, [proofs[name].file, ...options], {
    cwd: repositoryRoot,
    stdio: "inherit",
    env: { ...process.env, ...(isWhole ? { PROOF_RESULT: resultFile(name) } : {}) },
  });
  if (status !== 0) failed.push(name);
}

const results = Object.fromEntries(Object.keys(proofs).map((name) => [name, existsSync(resultFile(name)) ? JSON.parse(readFileSync(resultFile(name), "utf8")) : undefined]));
if (options.length === 0) writeFileSync(path.join(repositoryRoot, "docs/proofs.md"), reportText(proofs, results));
if (failed.length > 0) console.error(`Failed: ${failed.join(", ")}.`);
process.exitCode = failed.length > 0 ? 1 : 0;
