/** `next start` over the build that the standalone server is made of. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "../launch/free-port.mjs";
import { repositoryRoot } from "../launch/settings.mjs";
import { TEST_SECRET } from "../../tests/tools/two-instances.mjs";
import { call, endOnce } from "./proof-servers.mjs";

const START_PATIENCE_MS = 30_000;
const END_PATIENCE_MS = 8000;

/** @param {Record<string, string>} given beside what it needs to start */
function environment(port, databaseUrl, { NODE_OPTIONS = "", ...given }) {
  const { PATH, HOME } = process.env;
  const own = { PORT: String(port), APP_URL: `http://localhost:${port}`, DATABASE_URL: databaseUrl, AUTH_SECRET: TEST_SECRET, GATEHOUSE_EMBEDDED: "1", BCRYPT_COST: "4" };
  return { PATH, HOME, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NODE_OPTIONS: `--dns-result-order=ipv4first ${NODE_OPTIONS}`, ...own, ...given };
}

/** @returns a ready server, as tests/tools/two-instances.mjs describes one */
export async function startNext(databaseUrl, given) {
  const port = await findFreePort();
  const next = path.join(path.dirname(createRequire(import.meta.url).resolve("next/package.json")), "dist/bin/next");
  const child = spawn(process.execPath, [next, "start", "-p", String(port), "-H", "localhost"], { cwd: repositoryRoot, stdio: "ignore", env: environment(port, databaseUrl, given) });
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const stop = endOnce(async () => {
    if (!isAlive()) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), END_PATIENCE_MS);
    await ended;
    clearTimeout(late);
  });
  const url = `http://localhost:${port}`;
  const isReady = () => call(url, "/api/health/live", { timeoutMs: 2000 }).then(({ status }) => status === 200, () => false);
  const deadline = Date.now() + START_PATIENCE_MS;
  while (!(await isReady())) {
    if (!isAlive() || Date.now() > deadline) {
      await stop();
      throw new Error("next start did not answer");
    }
    await sleep(100);
  }
  return { url, port, pid: child.pid, isAlive, stop };
}
