/**
 * The PostgreSQL server of the tests: `TEST_DATABASE_URL` where it is set, otherwise one embedded server per checkout,
 * which parallel runs share and the last one stops. Databases are copied from templates that are kept between runs.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { openEmbeddedDatabase } from "../../scripts/launch/embedded-database.mjs";
import { exclusively, isAlive } from "../../scripts/launch/processes.mjs";
import { repositoryRoot } from "../../scripts/launch/settings.mjs";

const RUN_MARK = "gatehouse-test-run";

/** What decides the content of a template. */
const TEMPLATE_SOURCES = ["prisma", "lib/access", "lib/audit", "scripts/database", "scripts/launch/demo-people.mjs"];

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** Outside of the checkout, so that no tool walks through it; one per checkout and user. */
function clusterHome() {
  const home = path.join(tmpdir(), `gatehouse-tests-${process.getuid?.() ?? "user"}-${sha256(repositoryRoot).slice(0, 12)}`);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  const { uid } = statSync(home);
  if (process.getuid && uid !== process.getuid()) throw new Error(`${home} belongs to somebody else: remove it.`);
  return home;
}

/**
 * Joins the tests' server, starting it where it does not run.
 *
 * @returns {Promise<{ url: string, createDatabase(template: string): Promise<string>, dropDatabase(url: string): Promise<void>,
 *   template(kind: string, fill: (url: string) => Promise<void>): Promise<string>, leave(): Promise<void> }>}
 *   `leave` stops the server if nobody else uses it
 */
export async function joinTestCluster() {
  const given = process.env.TEST_DATABASE_URL;
  const home = clusterHome();
  const lock = path.join(home, "runs.lock");
  const { url, membership } = await exclusively(lock, async () => {
    const serverUrl = given ?? (await openWarm(home));
    const client = await connect(serverUrl, RUN_MARK);
    await dropAbandoned(client);
    return { url: serverUrl, membership: client };
  });
  return {
    url,
    createDatabase: (template) => createDatabase(url, template),
    dropDatabase: (database) => dropDatabase(url, database),
    template: (kind, fill) => exclusively(lock, () => ensureTemplate(membership, url, kind, fill), 180_000),
    leave: () => exclusively(lock, () => leave(home, membership, given !== undefined)),
  };
}

/** The kept cluster; one that a crash has damaged is made anew, since nothing in it is worth keeping. */
async function openWarm(home) {
  try {
    return await withoutDurability(home);
  } catch {
    rmSync(path.join(home, "database.json"), { force: true });
    return withoutDurability(home);
  }
}

async function withoutDurability(home) {
  const { url } = await openEmbeddedDatabase(home);
  await giveUpDurability(url);
  return url;
}

/** For a server whose databases nobody keeps: a copy of a database then takes a tenth of the time. */
export async function giveUpDurability(url) {
  const client = await connect(url);
  try {
    for (const setting of ["fsync", "full_page_writes", "synchronous_commit"]) await client.query(`ALTER SYSTEM SET ${setting} = off`);
    await client.query("SELECT pg_reload_conf()");
  } finally {
    await client.end();
  }
}

async function isShared(membership) {
  const { rows } = await membership.query(
    "SELECT count(*)::int AS others FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()",
    [RUN_MARK],
  );
  return rows[0].others > 0;
}

async function leave(home, membership, isForeign) {
  const mayStop = !isForeign && !(await isShared(membership));
  await membership.end();
  if (!mayStop) return;
  disown(home);
  await (await openEmbeddedDatabase(home)).stop();
}

/** The run that started the server may still be ending; who leaves last stops it in its place. */
function disown(home) {
  const file = path.join(home, "database.json");
  const { ownerPid: _started, ...state } = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}

async function connect(url, applicationName = "gatehouse-test-tool") {
  const client = new pg.Client({ connectionString: url, application_name: applicationName, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

const withDatabaseName = (url, name) => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
};

async function administer(url, work) {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

let made = 0;

/** A database of this process's own: its name carries the pid, so that what a killed run leaves can be told. */
async function createDatabase(url, template) {
  const name = `gatehouse_test_${process.pid}_${Date.now().toString(36)}_${(made += 1)}`;
  await administer(url, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  return withDatabaseName(url, name);
}

export const createTestDatabase = createDatabase;

async function dropDatabase(url, database) {
  const name = new URL(database).pathname.slice(1);
  await administer(url, (client) => client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`));
}

export const dropTestDatabase = dropDatabase;

async function dropAbandoned(client) {
  const { rows } = await client.query("SELECT datname FROM pg_database WHERE datname LIKE 'gatehouse\\_test\\_%'");
  for (const { datname } of rows) {
    if (!isAlive(Number(datname.split("_")[2]))) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  }
}

/** The template's name; `fill` runs once per state of its sources. */
async function ensureTemplate(client, url, kind, fill) {
  const name = `gatehouse_template_${kind}_${fingerprint()}`;
  const known = await client.query("SELECT datname FROM pg_database WHERE datname LIKE $1", [`gatehouse_template_${kind}_%`]);
  if (known.rows.some(({ datname }) => datname === name)) return name;
  // A run that began before the sources changed still copies from the older one.
  const outdated = (await isShared(client)) ? [] : known.rows;
  for (const { datname } of outdated) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  const draft = `${name}_draft`;
  await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${draft}`);
  await fill(withDatabaseName(url, draft));
  // A template serves copies only while nobody is connected to it.
  await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [draft]);
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  return name;
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const source of TEMPLATE_SOURCES) for (const file of filesOf(path.join(repositoryRoot, source))) hash.update(file).update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
}

function filesOf(source) {
  if (statSync(source).isFile()) return [source];
  const entries = readdirSync(source, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort();
}
