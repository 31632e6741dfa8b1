/**
 * The embedded PostgreSQL of development and of `GATEHOUSE_EMBEDDED=1`: one cluster per data directory, on a free
 * port of 127.0.0.1. The first process starts it and stops it again; others attach.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { ensureCluster } from "./database-cluster.mjs";
import { DATABASE_NAME, findRunning, startServer, stopServer } from "./database-server.mjs";
import { logFileOf, newState, readState, writeState } from "./database-state.mjs";
import { postgresBinaries } from "./postgres-binaries.mjs";
import { postgresAccount } from "./postgres-user.mjs";
import { exclusively, isAlive } from "./processes.mjs";

/**
 * Starts the database of a data directory, or attaches to it where it runs already.
 *
 * @param {string} dataDirectory
 * @param {{ postgres: string, initdb: string, major: string }} [installed] another server's programs than the embedded one's
 * @returns {Promise<{ url: string, isOwner: boolean, logFile: string, stop(): Promise<void> }>}
 *   `stop` ends the server if this process started it (or took it over from one that died); otherwise it does nothing
 * @throws Error with a sentence that says what to do
 */
export async function openEmbeddedDatabase(dataDirectory, installed) {
  const home = path.resolve(dataDirectory);
  mkdirSync(home, { recursive: true });
  return exclusively(path.join(home, "database.lock"), async () => {
    const account = postgresAccount();
    const binaries = installed ?? postgresBinaries(account);
    const state = readState(home) ?? newState(home, account);
    await ensureCluster(home, state, binaries, account);
    const port = (await findRunning(state)) ?? (await startServer(state, binaries, account));
    const isOwner = claim(state);
    writeState(home, { ...state, port, ownerPid: isOwner ? process.pid : state.ownerPid });
    const url = `postgresql://${DATABASE_NAME}:${state.password}@127.0.0.1:${port}/${DATABASE_NAME}`;
    await ensureDatabase(url);
    return { url, isOwner, logFile: logFileOf(state), stop: () => (isOwner ? stopServer(home, state) : Promise.resolve()) };
  });
}

/** Ours if we just started it, or if whoever started it is gone. */
const claim = (state) => state.ownerPid === undefined || state.ownerPid === process.pid || !isAlive(state.ownerPid);

async function ensureDatabase(url) {
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE_NAME]);
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE_NAME}`);
  } finally {
    await client.end();
  }
}
