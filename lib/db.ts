/**
 * The one pool of PostgreSQL connections. The Prisma client and the raw prepared statements share it.
 * Raw statements touch only tables that Prisma's schema owns.
 */
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { clockOffsetMs } from "./clock";
import { env } from "./env";
import { type Prisma, PrismaClient } from "./generated/prisma/client";

/** What a transaction of Prisma offers; the plain client fits too. */
export type Tx = Prisma.TransactionClient;

interface Database {
  pool: pg.Pool;
  prisma: PrismaClient;
}

/** Below these, a frozen database is answered with 503 in time (security.md: 2 s away, 3 s frozen). */
const CONNECT_TIMEOUT_MS = 1500;
const STATEMENT_TIMEOUT_MS = 2000;
const QUERY_TIMEOUT_MS = 2500;

/** Sent as the connection starts. pgbouncer refuses a start with them: behind it they are settings of the database's role. */
const SERVER_LIMITS = { statement_timeout: STATEMENT_TIMEOUT_MS, idle_in_transaction_session_timeout: 10_000 };

/** Settings of each connection. A transaction pooler refuses those too: there the schema is its role's search_path, and boot asks. */
function startOptions(): string | undefined {
  const settings = [
    ...(clockOffsetMs() ? [`gatehouse.clock_offset_ms=${clockOffsetMs()}`] : []),
    ...(env.databaseSchema !== "public" && env.dbPooler === "none" ? [`search_path=${env.databaseSchema}`] : []),
  ];
  return settings.map((setting) => `-c ${setting}`).join(" ") || undefined;
}

function open(): Database {
  const pool = new pg.Pool({
    connectionString: env.databaseUrl,
    max: env.dbPoolMax,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    ...(env.dbPooler === "transaction" ? {} : SERVER_LIMITS),
    idleTimeoutMillis: 30_000,
    options: startOptions(),
  });
  // An idle connection that the server closes must not end the process; the next query opens another.
  pool.on("error", () => undefined);
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool, { schema: env.databaseSchema }) }) };
}

const shared = globalThis as typeof globalThis & { gatehouseDatabase?: Database };

/** Opened at first use, once per process (development reloads modules, not the pool). */
export function database(): Database {
  return (shared.gatehouseDatabase ??= open());
}

/** Closes the pool; the next use opens a new one. For tests, scripts and a clean end. */
export async function closeDatabase(): Promise<void> {
  const current = shared.gatehouseDatabase;
  shared.gatehouseDatabase = undefined;
  await current?.prisma.$disconnect();
  await current?.pool.end();
}

export const prisma = new Proxy({} as PrismaClient, {
  get: (_target, key) => Reflect.get(database().prisma, key),
});

/** Milliseconds: of all of it, and of the wait for a connection. */
const TRANSACTION = { timeout: 5000, maxWait: CONNECT_TIMEOUT_MS };

/** What `work` writes commits when it returns; what it throws takes all of it back. */
export const inTransaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database().prisma.$transaction(work, TRANSACTION);

/**
 * Sends one prepared statement and returns its rows. The name is the plan's key on each connection, so a name
 * always stands for one text. `DB_POOLER=transaction` sends it unnamed (pgbouncer keeps no plans).
 */
export async function statement<Row extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const query = env.dbPooler === "transaction" ? { text, values } : { name, text, values };
  return (await database().pool.query<Row>(query)).rows;
}

/** Bytes within a JSON parameter, as PostgreSQL reads them. */
export const bytea = (bytes: Buffer): string => `\\x${bytes.toString("hex")}`;

/** SQLSTATE classes and driver messages that mean "the database is away", not "the query is wrong". */
const AWAY = /ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|Connection terminated|timeout exceeded when trying to connect|Query read timeout|server (has )?closed the connection|is not queryable|Can't reach database/i;

/** A raw statement of Prisma's fails as P2010, the begin of a transaction as P2039, with the SQLSTATE in the message. */
const WRAPPED_CODES = new Set(["P2010", "P2039"]);
const WRAPPED_SQLSTATE = /^(?:Raw query failed|Database error)\. Code: `(\w{5})`/m;

/** As Prisma's adapter names what it was told by the driver, where it says so while a transaction begins or ends. */
const AWAY_KINDS = new Set(["ConnectionClosed", "DatabaseNotReachable", "SocketTimeout", "TlsConnectionError", "TooManyConnections"]);
const AWAY_CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);

interface Fault {
  code?: unknown;
  kind?: unknown;
  message?: unknown;
  cause?: unknown;
}

/** Two changes that waited for each other, of which PostgreSQL gave up one: the same request would go through now. */
const GIVEN_UP = /^(40001|40P01|P2034)$/;

function isAway({ code, kind, message }: Fault): boolean {
  const given = String(code ?? "");
  const text = String(message ?? "");
  const state = WRAPPED_CODES.has(given) ? (WRAPPED_SQLSTATE.exec(text)?.[1] ?? given) : given;
  if (GIVEN_UP.test(state) || /^(08|53|57|58)...$/.test(state) || /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(state)) return true;
  return AWAY_CODES.has(state) || AWAY_KINDS.has(String(kind)) || AWAY.test(text);
}

/** True where a fault deserves 503 and Retry-After instead of 500. */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause = error; typeof cause === "object" && cause !== null; cause = (cause as Fault).cause) if (isAway(cause)) return true;
  return false;
}
