/** `npm run contracts` writes what is derived from operations and pages; `npm run contracts:check` fails where it is stale or a rule is broken. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeContracts } from "./contracts/make-contracts";

const root = join(import.meta.dirname, "..");
const isCheck = process.argv.includes("--check");

const current = (path: string): string => {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return "";
  }
};

const { files, faults } = await makeContracts(root);
const changed = Object.entries(files).filter(([path, text]) => current(path) !== text);
if (isCheck) {
  faults.push(...changed.map(([path]) => `${path} is stale: run \`npm run contracts\``));
} else {
  for (const [path, text] of changed) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
for (const fault of faults) console.error(`✗ ${fault}`);
if (faults.length === 0) console.log(`${Object.keys(files).length} contracts are up to date.`);
// The imported features hold timers that would keep this process alive.
process.exit(faults.length === 0 ? 0 : 1);
