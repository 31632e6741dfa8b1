/** Runs named test files of a copy, in one vitest process, and says which test failed first. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

/** Far beyond any of these files: what runs longer has hung. */
const TIMEOUT_MS = 180_000;

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * @typedef {{ kind: "passed", count: number } | { kind: "failed", test: string, reason: string } | { kind: "broken", reason: string }} Verdict
 *   `broken`: nothing could be tested at all, which tells nothing about the tests
 *
 * @param {{ root: string, databaseUrl: string, files: string[], title?: string, timeoutMs?: number }} run `files`: none are all;
 *   `title`: part of the tests' titles
 * @returns {Promise<Verdict>}
 */
export async function runTests({ root, databaseUrl, files, title, timeoutMs = TIMEOUT_MS }) {
  // Beside the copy: a test looks at what stands in it.
  const temporary = path.join(path.dirname(root), "tmp");
  mkdirSync(temporary, { recursive: true });
  const report = path.join(temporary, "report.json");
  rmSync(report, { force: true });
  const filter = title === undefined ? [] : ["-t", escaped(title)];
  const options = ["--bail", title === undefined && files.length !== 1 ? "0" : "1", "--reporter=json", `--outputFile=${report}`];
  const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
  const output = await finish(process.execPath, [vitest, "run", ...files, ...filter, ...options], {
    cwd: root,
    env: { ...process.env, TEST_DATABASE_URL: databaseUrl, TMPDIR: temporary, NODE_ENV: "test" },
  }, timeoutMs);
  return verdictOf(report, output);
}

function verdictOf(file, output) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { kind: "broken", reason: output.slice(-800) };
  }
  const [failed, ...others] = report.testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === "failed");
  if (failed) {
    const more = others.length > 0 ? ` (and ${others.length} more: ${others.map(({ fullName }) => fullName).join("; ").slice(0, 1000)})` : "";
    return { kind: "failed", test: failed.fullName, reason: `${(failed.failureMessages[0] ?? "").split("\n")[0].slice(0, 200)}${more}` };
  }
  if (report.success && report.numPassedTests > 0) return { kind: "passed", count: report.numPassedTests };
  const broken = report.testResults.find(({ status }) => status === "failed");
  return { kind: "broken", reason: broken?.message?.slice(0, 800) ?? (report.numPassedTests === 0 ? "no test has this title" : output.slice(-800)) };
}

/** What the process printed, once it has ended; ended by us where it hangs. */
function finish(command, parameters, options, timeoutMs) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString("utf8"));
    });
  });
}
