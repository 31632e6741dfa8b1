/** What the proofs run against: production servers on a seeded database of their own, people in numbers, and requests. */
import pg from "pg";
import { prepareDatabase } from "../launch/prepare-database.mjs";
import { enableTypeScript } from "../launch/typescript.mjs";
import { joinTestCluster } from "../../tests/tools/test-cluster.mjs";
import { startInstances, TEST_SECRET } from "../../tests/tools/two-instances.mjs";

export const PASSWORD = "correct horse battery staple";

/** What is still open, newest last: a proof that is interrupted leaves no process and no database behind. */
const openEnds = new Set();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, async () => {
    for (const end of [...openEnds].reverse()) await end().catch(() => undefined);
    process.exit(1);
  });
}

/** @param {() => Promise<void>} work done once, by its caller or when the proof is interrupted */
export function endOnce(work) {
  let ended;
  const end = () => (ended ??= work().finally(() => openEnds.delete(end)));
  openEnds.add(end);
  return end;
}

/** Who made the seed's audit rows signs with the secret that the servers verify them with. */
export function useTestSecrets() {
  process.env.AUTH_SECRET = TEST_SECRET;
  process.env.BCRYPT_COST = "4";
}

/** A database with the demonstration's people, dropped by `end`. */
export async function openDatabase() {
  useTestSecrets();
  const cluster = await joinTestCluster();
  try {
    const template = await cluster.template("demo", async (url) => void (await prepareDatabase(url, { mayLoadDemo: true })));
    const url = await cluster.createDatabase(template);
    const end = endOnce(async () => {
      await cluster.dropDatabase(url);
      await cluster.leave();
    });
    return { url, end };
  } catch (error) {
    await cluster.leave();
    throw error;
  }
}

/** Makes the build unless it is newer than its sources; `PROVE_AS_BUILT=1` takes what lies there. */
export async function ensureBuild(build) {
  if (process.env.PROVE_AS_BUILT === "1") return;
  const { build: buildUnlessFresh } = await import("../test-steps.mjs");
  const { failed } = await buildUnlessFresh(`build in ${build}`, build, { GATEHOUSE_TEST_BUILD: build === ".next-test" ? "1" : "" });
  if (failed > 0) throw new Error(`the build in ${build} failed`);
}

/** What proofs ask for as fast as they can, and for hours, by the Bearer tokens of one sign-in. */
export const UNHURRIED = { RATE_LIMIT_ENABLED: "false", STEP_UP_BEARER: "false" };

/**
 * @param {{ count?: number, build?: string, env?: Record<string, string>, through?: (url: string) => Promise<string> }} options
 *   `through`: what the servers are to believe is their database
 */
export async function openServers({ count = 1, build = ".next", env = {}, through = async (url) => url } = {}) {
  await ensureBuild(build);
  const database = await openDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on("error", () => undefined);
  const close = async () => {
    await pool.end();
    await database.end();
  };
  try {
    const instances = await startInstances({ count, build, databaseUrl: await through(database.url), env: { ...UNHURRIED, ...env } });
    const end = endOnce(async () => {
      await Promise.all(instances.map((instance) => instance.stop()));
      await close();
    });
    return { instances, databaseUrl: database.url, sql: async (text, values) => (await pool.query(text, values)).rows, end };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A request by a client that is no browser. @returns {Promise<{ status: number, headers: Headers, text: string, body: any, ms: number }>} */
export async function call(url, path, { method, token, data, headers, timeoutMs = 20_000 } = {}) {
  const begun = performance.now();
  const answer = await fetch(`${url}${path}`, {
    method: method ?? (data === undefined ? "GET" : "POST"),
    body: data === undefined ? undefined : data instanceof FormData ? data : JSON.stringify(data),
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      ...(data === undefined || data instanceof FormData ? {} : { "content-type": "application/json" }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.startsWith("application/json");
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : undefined, ms: performance.now() - begun };
}

/** Signs in for tokens in the body. */
export async function tokensOf(url, identifier, password = PASSWORD) {
  const { status, body, text } = await call(url, "/api/auth/login", { data: { identifier, password } });
  if (status !== 200) throw new Error(`${identifier} was refused (${status}): ${text.slice(0, 300)}`);
  return body;
}

const PEOPLE = `
INSERT INTO users (id, email, email_verified_at, username, password_hash, password_changed_at, provider, active_organization_id, created_at, updated_at)
SELECT uuidv7(), $2 || n || '@example.com', app_now(), $2 || n, $3, app_now(), 'local', o.id, app_now(), app_now()
  FROM generate_series(1, $1::int) n, organizations o WHERE o.slug = 'default'
RETURNING id, username, email`;

const BELONGING = [
  "INSERT INTO memberships (organization_id, user_id, created_at) SELECT active_organization_id, id, created_at FROM users WHERE username ~ ('^' || $1 || '\\d+$') ON CONFLICT DO NOTHING",
  `INSERT INTO role_assignments (id, user_id, role_id, organization_id, created_at)
   SELECT uuidv7(), u.id, r.id, u.active_organization_id, u.created_at FROM users u, roles r WHERE r.name = $2 AND u.username ~ ('^' || $1 || '\\d+$')`,
];

/** So many people of the default organization with `PASSWORD` (or none) and a role. @returns {Promise<{ id: string, username: string, email: string }[]>} */
export async function makePeople(sql, count, prefix, { role = "user", hasPassword = true } = {}) {
  enableTypeScript();
  const { hashPassword } = await import("../../lib/session/password.ts");
  const people = await sql(PEOPLE, [count, prefix, hasPassword ? await hashPassword(PASSWORD) : null]);
  await sql(BELONGING[0], [prefix]);
  await sql(BELONGING[1], [prefix, role]);
  return people;
}

/** Works through `items`, so many at a time. */
export async function inParallel(items, places, work) {
  let next = 0;
  await Promise.all(
    Array.from({ length: places }, async () => {
      while (next < items.length) {
        const index = next;
        next += 1;
        await work(items[index], index);
      }
    }),
  );
}

/** The same numbers for the same seed (mulberry32). @returns {() => number} in [0, 1) */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {boolean} holds @param {string} what the message where it does not */
export function must(holds, what) {
  if (!holds) throw new Error(what);
}
