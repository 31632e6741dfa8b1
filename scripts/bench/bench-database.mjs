/** Databases of the bench: made anew for each run in a cluster of their own, with as many people as asked for. */
import path from "node:path";
import pg from "pg";
import { openEmbeddedDatabase } from "../launch/embedded-database.mjs";
import { dataDirectory } from "../launch/settings.mjs";
import { enableTypeScript } from "../launch/typescript.mjs";
import { BENCH_SECRET } from "./bench-server.mjs";

export const PASSWORD = "correct horse battery staple";

/** Those who sign in: person {n} is `bench-{n}@example.com`; the first is an administrator. */
export const SIGN_IN_PEOPLE = 64;

/** Sessions of those people, whose refresh tokens are `bench-refresh-token-{n}`. */
export const READY_SESSIONS = 60_000;

async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Both are prime to the tables' sizes, so that names repeat without a pattern. */
const PEOPLE = `
INSERT INTO users (id, email, email_verified_at, username, password_hash, provider, first_name, last_name, active_organization_id, created_at, updated_at)
SELECT uuidv7(), 'person-' || n || '@' || (ARRAY['example.com','example.org','example.net'])[1 + n % 3], app_now(),
       'person' || n, NULL, 'local',
       (ARRAY['Ada','Grace','Alan','Edsger','Barbara','Donald','Radia','Ken','Frances','Niklaus','Margaret'])[1 + n % 11],
       (ARRAY['Lovelace','Hopper','Turing','Dijkstra','Liskov','Knuth','Perlman','Thompson','Allen','Wirth','Hamilton','Shannon','Backus'])[1 + n % 13] || n,
       o.id, app_now() - make_interval(mins => n), app_now()
  FROM generate_series(1, $1::int) n, organizations o WHERE o.slug = 'default'`;

const STAFF = `
INSERT INTO users (id, email, email_verified_at, username, password_hash, password_changed_at, provider, first_name, last_name, active_organization_id, created_at, updated_at)
SELECT uuidv7(), 'bench-' || n || '@example.com', app_now(), 'bench' || n, $2, app_now(), 'local', 'Bench', 'Number ' || n,
       o.id, app_now() - make_interval(days => 400, mins => n), app_now()
  FROM generate_series(1, $1::int) n, organizations o WHERE o.slug = 'default'`;

const BELONGING = [
  `INSERT INTO memberships (organization_id, user_id, created_at) SELECT active_organization_id, id, created_at FROM users ON CONFLICT DO NOTHING`,
  `INSERT INTO role_assignments (id, user_id, role_id, organization_id, created_at)
   SELECT uuidv7(), u.id, r.id, u.active_organization_id, u.created_at FROM users u, roles r WHERE r.name = 'user'`,
  `INSERT INTO role_assignments (id, user_id, role_id, organization_id, created_at)
   SELECT uuidv7(), u.id, r.id, NULL, u.created_at - interval '1 minute' FROM users u, roles r WHERE r.name = 'admin' AND u.username = 'bench1'`,
];

const SESSIONS = `
WITH ready AS (
  SELECT n, uuidv7() AS session_id, uuidv7() AS token_id, u.id AS user_id, u.active_organization_id AS organization_id
    FROM generate_series(1, $1::int) n JOIN users u ON u.username = 'bench' || (1 + n % $2::int)),
begun AS (
  INSERT INTO sessions (id, user_id, organization_id, device_name, amr, auth_time, created_at, last_activity_at, expires_at, leaf_token_id)
  SELECT session_id, user_id, organization_id, 'Bench', '{pwd}', app_now(), app_now(), app_now(), app_now() + interval '30 days', token_id FROM ready
  RETURNING id)
INSERT INTO refresh_tokens (id, session_id, token_hash, state, created_at)
SELECT r.token_id, b.id, sha256(convert_to('bench-refresh-token-' || r.n, 'UTF8')), 'active', app_now() FROM ready r JOIN begun b ON b.id = r.session_id`;

async function fill(url, people, passwordHash) {
  await withClient(url, async (client) => {
    await client.query(PEOPLE, [people]);
    await client.query(STAFF, [SIGN_IN_PEOPLE, passwordHash]);
    for (const text of BELONGING) await client.query(text);
    await client.query(SESSIONS, [READY_SESSIONS, SIGN_IN_PEOPLE]);
    // As autovacuum leaves it, but now: a bench must not depend on when that comes by.
    await client.query("VACUUM (ANALYZE)");
  });
}

/**
 * @returns {Promise<{ version: string, create(name: string, people: number): Promise<string>, stop(): Promise<void> }>}
 *   `create` gives the address of a fresh database with that many people, and the staff beside them
 */
export async function openBenchCluster() {
  process.env.AUTH_SECRET = BENCH_SECRET;
  const cluster = await openEmbeddedDatabase(path.join(dataDirectory(), "bench"));
  enableTypeScript();
  const { migrateDatabase } = await import("../database/migrate-database.ts");
  const { hashPassword } = await import("../../lib/session/password.ts");
  const passwordHash = await hashPassword(PASSWORD);
  const version = await withClient(cluster.url, async (client) => (await client.query("SHOW server_version")).rows[0].server_version);
  return {
    version,
    stop: cluster.stop,
    async create(name, people) {
      await withClient(cluster.url, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        await client.query(`CREATE DATABASE ${name}`);
      });
      const url = Object.assign(new URL(cluster.url), { pathname: `/${name}` }).href;
      await migrateDatabase(url);
      await fill(url, people, passwordHash);
      return url;
    },
  };
}

export { withClient };
