/** What a data directory remembers of its embedded database: where the cluster lies, its password, port and starter. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { canReach, sharedStateDirectory } from "./postgres-user.mjs";

/** Holds the password, so its owner alone may read it. */
export const stateFile = (home) => path.join(home, "database.json");
export const logFileOf = (state) => path.join(path.dirname(state.cluster), "postgres.log");

export function readState(home) {
  if (!existsSync(stateFile(home))) return undefined;
  const state = JSON.parse(readFileSync(stateFile(home), "utf8"));
  // A data directory that was moved or copied brings its cluster along, unless that lies elsewhere.
  if (state.isInside) state.cluster = path.join(home, "postgres", "cluster");
  return state;
}

export function writeState(home, state) {
  const staging = `${stateFile(home)}.${process.pid}`;
  writeFileSync(staging, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(staging, stateFile(home));
}

/** Inside the data directory, unless the account that PostgreSQL runs as cannot get there. */
export function newState(home, account) {
  const isInside = !account || canReach(home, account);
  const hash = createHash("sha256").update(home).digest("hex").slice(0, 16);
  const parent = isInside ? path.join(home, "postgres") : path.join(sharedStateDirectory, hash);
  return { cluster: path.join(parent, "cluster"), isInside, password: randomBytes(24).toString("hex") };
}
