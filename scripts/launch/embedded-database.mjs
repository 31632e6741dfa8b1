/**
 * The embedded PostgreSQL of development and of `GATEHOUSE_EMBEDDED=1`: one cluster per data directory, on a free
 * port of 127.0.0.1. The first process starts it and stops it again; others attach.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes, createHash } from "node:crypto";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findFreePort, isPortFree } from "./free-port.mjs";
import { postgresBinaries } from "./postgres-binaries.mjs";
import { canReach, postgresAccount, sharedStateDirectory } from "./postgres-user.mjs";
import { exclusively, isAlive, programOf } from "./processes.mjs";

const NAME = "gatehouse";
const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 20_000;

/**
 * Starts the database of a data directory, or attaches to it where it runs already.
 *
 * @param {string} dataDirectory
 * @returns {Promise<{ url: string, isOwner: boolean, logFile: string, stop(): Promise<void> }>}
 *   `stop` ends the server if this process started it (or took it over from one that died); otherwise it does nothing
 * @throws Error with a sentence that says what to do
 */
export async function openEmbeddedDatabase(dataDirectory) {
  const home = path.resolve(dataDirectory);
  mkdirSync(home, { recursive: true });
  return exclusively(path.join(home, "database.lock"), async () => {
    const account = postgresAccount();
    const binaries = postgresBinaries(account);
    const state = readState(home) ?? newState(home, account);
    await ensureCluster(home, state, binaries, account);
    const port = (await findRunning(state)) ?? (await startServer(home, state, binaries, account));
    const isOwner = claim(state);
    writeState(home, { ...state, port, ownerPid: isOwner ? process.pid : state.ownerPid });
    const url = `postgresql://${NAME}:${state.password}@127.0.0.1:${port}/${NAME}`;
    await ensureDatabase(url);
    return { url, isOwner, logFile: logFileOf(state), stop: () => (isOwner ? stopServer(home, state) : Promise.resolve()) };
  });
}

/** Ours if we just started it, or if whoever started it is gone. */
const claim = (state) => state.ownerPid === undefined || state.ownerPid === process.pid || !isAlive(state.ownerPid);

const stateFile = (home) => path.join(home, "database.json");
const logFileOf = (state) => path.join(path.dirname(state.cluster), "postgres.log");

function readState(home) {
  if (!existsSync(stateFile(home))) return undefined;
  const state = JSON.parse(readFileSync(stateFile(home), "utf8"));
  // A data directory that was moved or copied brings its cluster along, unless that lies elsewhere.
  if (state.isInside) state.cluster = path.join(home, "postgres", "cluster");
  return state;
}

function writeState(home, state) {
  const staging = `${stateFile(home)}.${process.pid}`;
  writeFileSync(staging, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(staging, stateFile(home));
}

function newState(home, account) {
  const isInside = !account || canReach(home, account);
  const hash = createHash("sha256").update(home).digest("hex").slice(0, 16);
  const parent = isInside ? path.join(home, "postgres") : path.join(sharedStateDirectory, hash);
  return { cluster: path.join(parent, "cluster"), isInside, password: randomBytes(24).toString("hex") };
}

async function ensureCluster(home, state, binaries, account) {
  const versionFile = path.join(state.cluster, "PG_VERSION");
  if (existsSync(stateFile(home)) && existsSync(versionFile)) {
    const major = readFileSync(versionFile, "utf8").trim();
    if (major === binaries.major) return;
    throw new Error(`${home} holds a PostgreSQL ${major} cluster, and the embedded one is ${binaries.major}. Move that folder away to begin anew.`);
  }
  // What lies there without a state file has lost its password: an interrupted start, or the remains of a deleted data directory.
  await discardCluster(state.cluster);
  initialise(state, binaries, account);
  writeState(home, state);
}

async function discardCluster(cluster) {
  const { pid } = readPostmaster(cluster) ?? {};
  if (pid && isAlive(pid) && programOf(pid).includes("postgres")) await endProcess(pid);
  rmSync(cluster, { recursive: true, force: true });
}

function initialise(state, binaries, account) {
  const parent = path.dirname(state.cluster);
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  if (account) chownSync(parent, account.uid, account.gid);
  const staging = path.join(parent, `new-${process.pid}`);
  const passwordFile = `${staging}.password`;
  rmSync(staging, { recursive: true, force: true });
  writeFileSync(passwordFile, state.password, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  // The builtin provider gives the same order and the same lower() on every machine.
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const args = [`--pgdata=${staging}`, `--username=${NAME}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", ...locale];
  const result = spawnSync(binaries.initdb, args, { ...account, cwd: parent, encoding: "utf8", env: serverEnvironment() });
  unlinkSync(passwordFile);
  if (result.status !== 0) {
    rmSync(staging, { recursive: true, force: true });
    throw new Error(`The embedded database could not be created: ${(result.stderr || String(result.error)).trim()}`);
  }
  renameSync(staging, state.cluster);
}

/** The PG… variables of somebody's shell would steer the server and its tools elsewhere. */
function serverEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PG") && name !== "DATABASE_URL");
  return { ...Object.fromEntries(kept), LC_ALL: "C", TZ: "UTC" };
}

function readPostmaster(cluster) {
  try {
    const lines = readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return undefined;
  }
}

/** The port of the cluster's running server; a stale pid file is cleared away. */
async function findRunning(state) {
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

async function startServer(home, state, binaries, account) {
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

async function stopServer(home, state) {
  const { pid } = readPostmaster(state.cluster) ?? {};
  if (pid && programOf(pid).includes("postgres")) await endProcess(pid);
  const current = readState(home);
  if (current?.ownerPid === process.pid) writeState(home, { ...current, ownerPid: undefined });
}

/** SIGINT is PostgreSQL's fast shutdown: it ends connections and writes everything out. Windows has no signals. */
async function endProcess(pid) {
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
  const client = new pg.Client({ host: "127.0.0.1", port, user: NAME, password: state.password, database: "postgres", connectionTimeoutMillis: 2000 });
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

async function ensureDatabase(url) {
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [NAME]);
    if (!rowCount) await client.query(`CREATE DATABASE ${NAME}`);
  } finally {
    await client.end();
  }
}
