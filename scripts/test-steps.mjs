/** What `npm test` and `npm run check` are made of. */
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { repositoryRoot } from "./launch/settings.mjs";
import { checkoutWithout } from "./remove/checkout-without.mjs";
import { removableFeatures } from "./remove/parts.mjs";
import { check, playwrightCount, runNode, total, vitestCount } from "./test-run.mjs";

const require = createRequire(import.meta.url);
const folderOf = (name) => path.dirname(require.resolve(`${name}/package.json`));

/** Never part of a build. */
const NOT_BUILT = new Set(["node_modules", "tests", "docs", "examples", "contracts", "deploy", "test-results", "playwright-report", "coverage"]);

/** Three times what either takes on two quiet cores: whatever runs longer has hung. */
const STEP_MINUTES = 20;

/** @typedef {import("./test-run.mjs").Count} Count */

const typesOf = (root) => [path.join(folderOf("typescript"), "bin/tsc"), "--noEmit", "-p", root];

export const types = () => check("types", typesOf("."));

export const lint = () => check("lint", [path.join(folderOf("eslint"), "bin/eslint.js"), "."]);

export const lockfile = () => check("lockfile", ["scripts/lock.mjs", "--check"]);

/** For each feature that can be taken out: what is left type-checks. @returns {Promise<Count>} */
export async function removals() {
  const counts = [];
  for (const name of removableFeatures(repositoryRoot)) counts.push(await typesWithout(name));
  return total(counts);
}

async function typesWithout(name) {
  let checkout;
  try {
    checkout = checkoutWithout(name);
    return await check(`types without ${name}`, typesOf(checkout.root));
  } catch (error) {
    console.error(error.message);
    return { passed: 0, failed: 1, skipped: [] };
  } finally {
    checkout?.remove();
  }
}

/** @param {string[]} args of vitest @param {Record<string, string>} [env] */
export const vitest = (args, env) =>
  withReport(async (report) => {
    const runner = path.join(folderOf("vitest"), "vitest.mjs");
    const isGood = await runNode([runner, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...args], { env, timeoutMinutes: STEP_MINUTES });
    return vitestCount(report, isGood);
  });

/** @param {Record<string, string>} env */
export const browserJourneys = (env) =>
  withReport(async (report) => {
    const runner = path.join(folderOf("@playwright/test"), "cli.js");
    const isGood = await runNode([runner, "test"], { env: { ...env, E2E_REPORT: report }, timeoutMinutes: STEP_MINUTES });
    return playwrightCount(report, isGood);
  });

async function withReport(run) {
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-report-"));
  try {
    return await run(path.join(folder, "report.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds unless what lies there is newer than everything it was made of. */
export async function build(title, directory, env) {
  const mark = path.join(repositoryRoot, directory, "standalone/gatehouse-build.json");
  if (modifiedAt(mark) > newestSource(repositoryRoot)) {
    console.log(`✓ ${title} (already there)`);
    return { passed: 1, failed: 0, skipped: [] };
  }
  // A build is made of the sources alone, whatever this shell is configured for.
  const neutral = { DATABASE_URL: "", AUTH_SECRET: "", APP_URL: "", GATEHOUSE_EMBEDDED: "", GATEHOUSE_DIST_DIR: "" };
  const startedAt = new Date();
  const count = await check(title, ["scripts/build.mjs"], { env: { ...neutral, ...env } });
  // What was edited meanwhile may have been read before.
  if (count.failed === 0) utimesSync(mark, startedAt, startedAt);
  return count;
}

function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Folders count too: a file that was removed shows only there. */
function newestSource(folder) {
  let newest = folder === repositoryRoot ? 0 : modifiedAt(folder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".") || NOT_BUILT.has(entry.name) || /\.(md|tsbuildinfo)$|^next-env/.test(entry.name)) continue;
    const file = path.join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestSource(file) : modifiedAt(file));
  }
  return newest;
}
