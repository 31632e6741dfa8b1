/** Creates the cluster of a data directory, whole or not at all. */
import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DATABASE_NAME, endProcess, readPostmaster, serverEnvironment } from "./database-server.mjs";
import { stateFile, writeState } from "./database-state.mjs";
import { isAlive, programOf } from "./processes.mjs";

export async function ensureCluster(home, state, binaries, account) {
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

/** The builtin provider (from 17 on) gives the same order and the same lower() on every machine; before, the system's nearest does. */
function localeOf({ major }) {
  if (Number(major) >= 17) return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  return [process.platform === "linux" ? "--locale=C.UTF-8" : "--locale=en_US.UTF-8"];
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
  const args = [`--pgdata=${staging}`, `--username=${DATABASE_NAME}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8", ...localeOf(binaries)];
  const result = spawnSync(binaries.initdb, args, { ...account, cwd: parent, encoding: "utf8", env: serverEnvironment() });
  unlinkSync(passwordFile);
  if (result.status !== 0) {
    rmSync(staging, { recursive: true, force: true });
    throw new Error(`The embedded database could not be created: ${(result.stderr || String(result.error)).trim()}`);
  }
  renameSync(staging, state.cluster);
}
