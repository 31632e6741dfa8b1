/** Starts, finds and stops the server process of a cluster. */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { logFileOf, readState, writeState } from "./database-state.mjs";
import { findFreePort, isPortFree } from "./free-port.mjs";
import { isAlive, programOf } from "./processes.mjs";

/** Of the superuser and of the database. */
export const DATABASE_NAME = "gatehouse";

const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 20_000;

/** The PG… variables of somebody's shell would steer the server and its tools elsewhere. */
export function serverEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PG") && name !== "DATABASE_URL");
  return { ...Object.fromEntries(kept), LC_ALL: "C", TZ: "UTC" };
}

export function readPostmaster(cluster) {
  try {
    const lines = readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return undefined;
  }
}

/** The port of the cluster's running server; a stale pid file is cleared away. */
export async function findRunning(state) {
  const postmaster = readPostmaster(state.cluster);
  if (!postmaster) return undefined;
  if (isAlive(postmaster.pid) && (await answers(state, postmaster.port))) return postmaster.port;
  if (isAlive(postmaster.pid) && programOf(postmaster.pid).includes("postgres")) {
    // It is starting, stopping or recovering.
    if (await waitUntil(() => answers(state, postmaster.port), START_PATIENCE_MS / 2, () => isAlive(postmaster.pid))) return postmaster.port;
    if (isAlive(postmaster.pid)) throw new Error(`The embedded database (process ${postmaster.pid}) does not answer. See ${logFileOf(state)}.`);
  }
  // The number now belongs to another program, or to nobody.
  rmSync(path.join(state.cluster, "postmaster.pid"), { force: true });
  return undefined;
}

export async function startServer(state, binaries, account) {
  const port = state.port && (await isPortFree(state.port)) ? state.port : await findFreePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", `port=${port}`, "timezone=UTC", "log_timezone=UTC", "max_connections=200"];
  const log = openSync(logFileOf(state), "a");
  // Detached: Ctrl-C in a terminal reaches our whole process group, and the application ends before its database.
  const child = spawn(binaries.postgres, ["-D", state.cluster, ...settings.flatMap((setting) => ["-c", setting])], {
    ...account,
    cwd: path.dirname(state.cluster),
    detached: true,
    windowsHide: true,
    stdio: ["ignore", log, log],
    env: serverEnvironment(),
  });
  closeSync(log);
  let failure;
  child.once("error", (error) => (failure = error));
  child.once("exit", (code) => (failure ??= new Error(`exit code ${code}`)));
  child.unref();
  const isUp = await waitUntil(() => answers(state, port), START_PATIENCE_MS, () => failure === undefined);
  if (!isUp) throw new Error(`The embedded database did not start (${failure?.message ?? "no answer"}). See ${logFileOf(state)}.`);
  // Ours from the first moment, whoever was recorded before.
  state.ownerPid = process.pid;
  state.port = port;
  return port;
}

export async function stopServer(home, state) {
  const { pid } = readPostmaster(state.cluster) ?? {};
  if (pid && programOf(pid).includes("postgres")) await endProcess(pid);
  const current = readState(home);
  if (current?.ownerPid === process.pid) writeState(home, { ...current, ownerPid: undefined });
}

/** SIGINT is PostgreSQL's fast shutdown: it ends connections and writes everything out. Windows has no signals. */
export async function endProcess(pid) {
  if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(pid), "/f", "/t"]);
  else process.kill(pid, "SIGINT");
  await waitUntil(() => !isAlive(pid), STOP_PATIENCE_MS);
}

async function waitUntil(question, patienceMs, isWorthWaiting = () => true) {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (await question()) return true;
    if (!isWorthWaiting()) return false;
    await sleep(50);
  }
  return false;
}

async function answers(state, port) {
  const client = new pg.Client({ host: "127.0.0.1", port, user: DATABASE_NAME, password: state.password, database: "postgres", connectionTimeoutMillis: 2000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
