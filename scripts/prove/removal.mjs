/**
 * `npm run prove removal [-- <feature>]`: takes each feature that can be taken out of a copy of this checkout, and runs on what is
 * left every check that needs no build: types, lint, and all unit and operation tests on a real database.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { joinTestCluster } from "../../tests/tools/test-cluster.mjs";
import { repositoryRoot } from "../launch/settings.mjs";
import { checkoutWithout } from "../remove/checkout-without.mjs";
import { removableFeatures } from "../remove/parts.mjs";
import { runTests } from "./sabotage/run-tests.mjs";
import { startProof } from "./start-proof.mjs";

/** All tests on a busy machine. */
const TESTS_MS = 40 * 60_000;

const only = process.argv[2];
const chosen = removableFeatures(repositoryRoot).filter((name) => only === undefined || name === only);
if (chosen.length === 0) throw new Error(`There is no feature ${only ?? ""} that can be taken out.`);

const proof = startProof("removal");
const cluster = await joinTestCluster();
try {
  for (const name of chosen) await prove(name);
} finally {
  await cluster.leave();
}
proof.finish();

async function prove(name) {
  let checkout;
  await proof.group(name, async (step) => {
    await step(`npm run remove -- ${name}`, () => void (checkout = checkoutWithout(name)));
    const tool = (file, ...args) => runTool(checkout.root, path.join(checkout.root, "node_modules", file), args);
    await step("what is left type-checks", () => tool("typescript/bin/tsc", "--noEmit", "-p", "."));
    await step("what is left passes the lint", () => tool("eslint/bin/eslint.js", ".", "--max-warnings", "0"));
    await step("every unit and operation test passes", () => passTests(checkout.root));
  });
  checkout?.remove();
}

function runTool(cwd, file, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${stdout}${stderr}`.trim());
}

async function passTests(root) {
  const verdict = await runTests({ root, databaseUrl: cluster.url, files: [], timeoutMs: TESTS_MS });
  if (verdict.kind !== "passed") throw new Error(`${verdict.test ?? ""} ${verdict.reason}`);
  return { trials: verdict.count };
}
