/**
 * Runs production servers of one build side by side on one database, to show that what one decides holds on the next.
 * Each is a process of its own on loopback, and is ended by its id.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "../../scripts/launch/free-port.mjs";
import { repositoryRoot } from "../../scripts/launch/settings.mjs";

/** More would only measure this machine. */
const INSTANCES_MAX = 4;
const START_PATIENCE_MS = 30_000;
const END_PATIENCE_MS = 8_000;

export const TEST_SECRET = "of the tests alone: 7f1cbe0b8a2c4d61aa0f5e3d9b7c2e14";

/**
 * @param {{ count?: number, databaseUrl: string, build?: string, port?: number, env?: Record<string, string> }} options
 *   `build`: the build's directory, in the checkout or absolute (default `.next-test`); `port`: of the first instance (default: a free one)
 * @returns {Promise<{ url: string, port: number, pid: number, logFile: string, isAlive(): boolean, kill(signal?: string): Promise<void>, stop(): Promise<void> }[]>}
 *   ready instances; `kill` is for tests of crashes, `stop` ends one gently and waits
 */
export async function startInstances({ count = 2, databaseUrl, build = ".next-test", port, env = {} }) {
  if (count > INSTANCES_MAX) throw new Error(`at most ${INSTANCES_MAX} instances`);
  const server = path.resolve(repositoryRoot, build, "standalone/server.js");
  if (!existsSync(server)) throw new Error(`There is no build in ${build}: run npm test, or GATEHOUSE_TEST_BUILD=1 npm run build.`);
  const started = [];
  // One APP_URL: behind a balancer all instances have the same address, and tokens of one are tokens of all.
  const firstPort = port ?? (await findFreePort());
  try {
    for (let index = 0; index < count; index += 1) {
      const ownPort = index === 0 ? firstPort : await findFreePort();
      const appUrl = `http://localhost:${firstPort}`;
      started.push(await startInstance(server, ownPort, { APP_URL: appUrl, DATABASE_URL: databaseUrl, ...env }));
    }
  } catch (error) {
    await Promise.all(started.map((instance) => instance.stop()));
    throw error;
  }
  return started;
}

async function startInstance(server, port, env) {
  const logs = path.join(tmpdir(), "gatehouse-instances");
  mkdirSync(logs, { recursive: true });
  const logFile = path.join(logs, `${process.pid}-${port}.log`);
  const log = openSync(logFile, "w");
  const child = spawn(process.execPath, [server], {
    stdio: ["ignore", log, log],
    env: { ...inherited(), AUTH_SECRET: TEST_SECRET, CRON_SECRET: TEST_SECRET, GATEHOUSE_EMBEDDED: "1", BCRYPT_COST: "4", ...env, ...serverEnvironment(port, env) },
  });
  closeSync(log);
  const instance = handleOf(child, port, logFile);
  const deadline = Date.now() + START_PATIENCE_MS;
  while (!(await answers(instance.url))) {
    if (!instance.isAlive() || Date.now() > deadline) {
      await instance.kill();
      throw new Error(`The server did not start. Its log:\n${readFileSync(logFile, "utf8").slice(-4000)}`);
    }
    await sleep(100);
  }
  return instance;
}

/** Somebody's shell may hold settings of a development server. */
const inherited = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => ["PATH", "HOME", "TMPDIR", "LANG", "SystemRoot"].includes(name)));

/** As the launch scripts bind (127.0.0.1 would make Next take its own rewrites for foreign ones). */
const serverEnvironment = (port, { NODE_OPTIONS = "" }) => ({ NODE_ENV: "production", PORT: String(port), HOSTNAME: "localhost", NODE_OPTIONS: `--dns-result-order=ipv4first ${NODE_OPTIONS}`.trim(), NEXT_TELEMETRY_DISABLED: "1" });

function handleOf(child, port, logFile) {
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const kill = async (signal = "SIGKILL") => {
    if (!isAlive()) return;
    const ended = once(child, "exit");
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), END_PATIENCE_MS);
    await ended;
    clearTimeout(late);
  };
  return { url: `http://localhost:${port}`, port, pid: child.pid, logFile, isAlive, kill, stop: () => kill("SIGTERM") };
}

async function answers(url) {
  try {
    const answer = await fetch(`${url}/api/health/live`, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
