/**
 * `npm run remove -- <feature> [--force]`: takes a feature out whole. Code, pages, navigation, tests, docs, permissions, contracts
 * and reports go at once, its tables by a new migration. Refuses where git would not bring back what it changes.
 */
import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { hasFeature, readParts, removableFeatures } from "./remove/parts.mjs";
import { takeOut } from "./remove/take-out.mjs";

const root = path.resolve(import.meta.dirname, "..");
const [name] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const isForced = process.argv.includes("--force");

function end(message, code = 1) {
  (code === 0 ? console.log : console.error)(message);
  process.exit(code);
}

/** Why nothing may be changed now; null where it may. */
function whyNot() {
  let changes;
  try {
    changes = execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "There is no git here that could bring back what is removed";
  }
  return changes === "" ? null : "There are changes that are not committed, and git could not tell them from the removal";
}

function run(title, args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) end(`${title} failed: see above. The feature's files are gone already; git checkout . brings them back.`);
}

const list = removableFeatures(root).join(", ") || "none";
if (!name) end(`Say which: npm run remove -- <feature>. These can be taken out: ${list}.`);
const parts = readParts(root, name);
if (!parts && hasFeature(root, name)) end(`${name} cannot be taken out: other parts stand on it. These can: ${list}.`);
if (!parts) end(`There is no feature ${name} here, so there is nothing to remove. These can be taken out: ${list}.`, 0);
const reason = isForced ? null : whyNot();
if (reason) end(`${reason}: commit first, or add --force.`);

const { edited, migration } = takeOut(root, name, parts);
console.log([`${name} is out:`, ...parts.paths.map((entry) => `  removed  ${entry}`), ...edited.map((file) => `  edited   ${file}`), ...(migration ? [`  new      ${migration}`] : [])].join("\n"));
run("The database client", ["scripts/generate.mjs"]);
run("The contracts", ["--import", "tsx", "scripts/generate-contracts.ts"]);
run("The conformance report", ["--import", "tsx", "scripts/conformance.ts", "--from-results"]);
console.log(`Read the difference, then ${migration ? "npm run db:migrate and " : ""}npm test.`);
