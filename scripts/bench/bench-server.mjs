/** The standalone server of the bench build, in a process of its own on loopback. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "../launch/free-port.mjs";
import { repositoryRoot } from "../launch/settings.mjs";
import { ask } from "./http-connection.mjs";

export const BENCH_BUILD = ".next-bench";
export const BENCH_SECRET = "of the bench alone: 5b0d9a61f2c74e0e8a3df7c1b96e2d48";

const START_PATIENCE_MS = 30_000;
const END_PATIENCE_MS = 10_000;

/** Somebody's shell may hold settings of another server. */
const inherited = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => ["PATH", "HOME", "TMPDIR", "LANG", "SystemRoot"].includes(name)));

const settings = (port, databaseUrl) => ({
  NODE_ENV: "production",
  NODE_OPTIONS: "--dns-result-order=ipv4first",
  NEXT_TELEMETRY_DISABLED: "1",
  HOSTNAME: "localhost",
  PORT: String(port),
  APP_URL: `http://localhost:${port}`,
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: BENCH_SECRET,
  CRON_SECRET: BENCH_SECRET,
  // A demonstration on loopback: the only mode in which a production build lets its limits be switched off.
  GATEHOUSE_EMBEDDED: "1",
  RATE_LIMIT_ENABLED: "false",
  ACCESS_TOKEN_TTL_SECONDS: "86400",
  STEP_UP_BEARER: "false",
});

/**
 * @param {{ databaseUrl: string, env?: Record<string, string>, profileDirectory?: string }} options `profileDirectory`:
 *   gets a .cpuprofile when the server ends
 * @returns {Promise<{ port: number, pid: number, stop(): Promise<void> }>} once it answers
 */
export async function startBenchServer({ databaseUrl, env = {}, profileDirectory }) {
  const port = await findFreePort();
  const directory = path.join(repositoryRoot, BENCH_BUILD, "logs");
  mkdirSync(directory, { recursive: true });
  const logFile = path.join(directory, `${port}.log`);
  const log = openSync(logFile, "w");
  const profile = profileDirectory ? ["--cpu-prof", `--cpu-prof-dir=${profileDirectory}`] : [];
  const child = spawn(process.execPath, [...profile, path.join(repositoryRoot, BENCH_BUILD, "standalone/server.js")], {
    stdio: ["ignore", log, log],
    env: { ...inherited(), ...settings(port, databaseUrl), ...env },
  });
  closeSync(log);
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), END_PATIENCE_MS);
    await ended;
    clearTimeout(late);
  };
  const deadline = Date.now() + START_PATIENCE_MS;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The bench's server did not start. Its log:\n${readFileSync(logFile, "utf8").slice(-3000)}`);
    }
    await sleep(100);
  }
  return { port, pid: child.pid, stop };
}

const answers = (port) =>
  ask(port, { path: "/api/health/live" }).then(
    ({ status }) => status === 200,
    () => false,
  );
