/** Steps of the test commands: each a process of its own with an end, and a count of what passed. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Count */

const children = new Set();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => {
    for (const child of children) child.kill("SIGTERM");
    process.exitCode = 1;
  });
}

/**
 * Runs Node with `args`.
 *
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, timeoutMinutes?: number, isQuiet?: boolean }} [options] `isQuiet`: what it
 *   prints is kept and shown if it fails
 * @returns {Promise<boolean>} whether it ended well
 */
export function runNode(args, { env = {}, timeoutMinutes = 8, isQuiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: isQuiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });
    children.add(child);
    const said = [];
    child.stdout?.on("data", (piece) => said.push(piece));
    child.stderr?.on("data", (piece) => said.push(piece));
    const late = setTimeout(() => {
      console.error(`${args.join(" ")} took longer than ${timeoutMinutes} minutes and was ended.`);
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 20_000).unref();
    }, timeoutMinutes * 60_000);
    const finish = (isGood) => {
      clearTimeout(late);
      children.delete(child);
      if (!isGood && isQuiet) process.stderr.write(Buffer.concat(said));
      resolve(isGood);
    };
    child.once("error", (error) => (console.error(error.message), finish(false)));
    child.once("close", (code) => finish(code === 0));
  });
}

/** A step that is one check, such as the types. @returns {Promise<Count>} */
export async function check(title, args, options) {
  const startedAt = Date.now();
  const isGood = await runNode(args, { isQuiet: true, ...options });
  console.log(`${isGood ? "✓" : "✗"} ${title} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  return isGood ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] };
}

/** @param {Count[]} counts @returns {Count} */
export const total = (counts) => ({
  passed: counts.reduce((sum, { passed }) => sum + passed, 0),
  failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  skipped: counts.flatMap(({ skipped }) => skipped),
});

/** Ends with the plain line that people and CI look for. @param {Count} count */
export function conclude({ passed, failed, skipped }) {
  for (const name of skipped) console.log(`skipped: ${name}`);
  console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`);
  process.exitCode = failed > 0 || process.exitCode ? 1 : 0;
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** A runner that failed without a failed test (a file that does not load, a crash) counts as one failure. */
const withRunner = (count, isGood) => (isGood || count.failed > 0 ? count : { ...count, failed: 1 });

/** @returns {Count} of a vitest JSON report */
export function vitestCount(file, isGood) {
  const count = { passed: 0, failed: 0, skipped: [] };
  for (const suite of readReport(file)?.testResults ?? []) {
    if (suite.status === "failed" && suite.assertionResults.length === 0) count.failed += 1;
    for (const { status, fullName } of suite.assertionResults) {
      if (status === "passed") count.passed += 1;
      else if (status === "failed") count.failed += 1;
      else count.skipped.push(fullName);
    }
  }
  return withRunner(count, isGood);
}

/** @returns {Count} of a Playwright JSON report */
export function playwrightCount(file, isGood) {
  const count = { passed: 0, failed: 0, skipped: [] };
  const visit = (suite) => {
    for (const spec of suite.specs ?? []) {
      for (const { status, projectName } of spec.tests) {
        if (status === "expected") count.passed += 1;
        else if (status === "skipped") count.skipped.push(`${projectName}: ${spec.title}`);
        else count.failed += 1;
      }
    }
    for (const inner of suite.suites ?? []) visit(inner);
  };
  for (const suite of readReport(file)?.suites ?? []) visit(suite);
  return withRunner(count, isGood);
}
