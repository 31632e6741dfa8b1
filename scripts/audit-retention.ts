/**
 * `npm run audit:retention [-- --before=<day>] [--dry-run] [--by=<name>]`: drops the periods of the trail that are older, piece by
 * piece, and leaves signed tombstones. Exit 2: refused before anything was done. Exit 1: stopped at what was not as it was signed.
 */
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Client } from "pg";
import { dropPeriod, linkAfter, nextPeriod, type Period, type RetentionRequest } from "@/lib/audit/retention";
import type { Ask } from "@/lib/audit/seal-pending";
import { linkBehind, readDropped } from "@/lib/audit/tombstone";
import { Fault } from "@/lib/audit/trail-fault";
import { now } from "@/lib/clock";
import { env, forgetEnv } from "@/lib/env";
import { instantField, startOf } from "@/lib/features/audit/schema";
import { inTransaction, withClient } from "./database/with-client";
import { withDatabase } from "./database/with-database";
import { loadEnvFiles } from "./launch/settings.mjs";

const ROLE = "gatehouse_retention";
const DAY_MS = 86_400_000;
const BY_MAX = 200;
const REFUSED = 2;

interface Command extends RetentionRequest {
  isRehearsal: boolean;
}

function readArguments() {
  const { values } = parseArgs({
    options: { before: { type: "string" }, by: { type: "string" }, "dry-run": { type: "boolean", default: false }, "allow-younger": { type: "boolean", default: false }, unverified: { type: "boolean", default: false } },
  });
  return values;
}

function readBefore(text: string | undefined, mayBeYounger: boolean): Date {
  const kept = new Date(now().getTime() - env.auditRetentionDays * DAY_MS);
  if (text === undefined) return kept;
  const given = instantField.safeParse(text);
  if (!given.success) throw new Error(`--before=${text} is no time. ${given.error.issues[0]?.message}`);
  const before = startOf(given.data);
  if (before > now()) throw new Error(`--before=${text} lies in the future: what is kept has to be older than now.`);
  if (before > kept && !mayBeYounger) {
    throw new Error(`The trail is kept for ${env.auditRetentionDays} days (AUDIT_RETENTION_DAYS), and --before=${text} would drop younger periods: name ${kept.toISOString()} or earlier, or add --allow-younger.`);
  }
  return before;
}

/** In a container the account may have no name. */
function whoRuns(): string {
  try {
    return `${os.userInfo().username}@${os.hostname()}`;
  } catch {
    return `${process.getuid?.() ?? "somebody"}@${os.hostname()}`;
  }
}

function readCommand(): Command {
  const values = readArguments();
  const by = (values.by ?? whoRuns()).trim();
  if (by === "" || by.length > BY_MAX) throw new Error(`--by names whoever has it done, in ${BY_MAX} characters at most.`);
  return { before: readBefore(values.before, values["allow-younger"]), by, mayBeBroken: values.unverified, isRehearsal: values["dry-run"] };
}

/** The address to work on. A rehearsal changes nothing and may go by the application's. */
function chooseDatabase({ isRehearsal }: Command): void {
  const own = env.retentionDatabaseUrl;
  if (own) process.env.DATABASE_URL = own;
  else if (process.env.DATABASE_URL && !isRehearsal) {
    throw new Error(`RETENTION_DATABASE_URL is not set: periods are dropped by the role ${ROLE} alone, which scripts/database/retention-role.sql makes (docs/operations.md). A rehearsal, --dry-run, goes without.`);
  }
  forgetEnv();
}

const counted = (events: number): string => `${events.toLocaleString("en")} event${events === 1 ? "" : "s"}`;
const range = (first: number, last: number): string => (first === last ? `seal ${first}` : `seals ${first} to ${last}`);
const days = (first: Date, last: Date): string => `${first.toISOString()} to ${last.toISOString()}`;

async function rehearse(ask: Ask, command: Command): Promise<void> {
  await ask("SET default_transaction_read_only = on");
  const dropped = await readDropped(ask, undefined, command.mayBeBroken);
  let [events, first, last]: [number, Period | undefined, Period | undefined] = [0, undefined, undefined];
  for (let link = linkBehind(dropped); ; ) {
    const period = await nextPeriod(ask, link, command);
    if (!period) break;
    [events, first, last] = [events + period.ids.length, first ?? period, period];
    link = linkAfter(period);
  }
  if (!first || !last) return console.log(`Nothing would be dropped: no sealed period is wholly before ${command.before.toISOString()}.`);
  console.log(`${counted(events)} would be dropped, in ${range(first.firstSeal, last.lastSeal)}, up to ${last.lastAt.toISOString()}. This was a rehearsal: nothing was changed.`);
}

/** The embedded database has one account, which may become any other. */
async function becomeRole(client: Client, isEmbedded: boolean): Promise<void> {
  if (isEmbedded) {
    await client.query(readFileSync(path.join(import.meta.dirname, "database/retention-role.sql"), "utf8"));
    await client.query(`SET SESSION AUTHORIZATION ${ROLE}`);
  }
  const { rows } = await client.query<{ name: string }>("SELECT session_user AS name");
  if (rows[0]?.name !== ROLE) throw new Error(`RETENTION_DATABASE_URL signs in as ${rows[0]?.name}: periods are dropped by the role ${ROLE} alone.`);
}

async function drop(client: Client, ask: Ask, command: Command): Promise<void> {
  let [events, pieces] = [0, 0];
  const onWait = () => console.log("Another run is at work: waiting for it.");
  for (;;) {
    const tombstone = await inTransaction(client, () => dropPeriod(ask, command, { onWait }));
    if (!tombstone) break;
    [events, pieces] = [events + tombstone.events, pieces + 1];
    console.log(`Tombstone ${tombstone.number}: ${counted(tombstone.events)} of ${range(tombstone.first_seal, tombstone.last_seal)}, ${days(tombstone.first_at, tombstone.last_at)}${tombstone.is_verified ? "" : ", NOT all as they were signed"}.`);
  }
  console.log(pieces === 0 ? `Nothing to drop: no sealed period is wholly before ${command.before.toISOString()}.` : `${counted(events)} dropped, all before ${command.before.toISOString()}.`);
}

/** In the place of a stack: what is wrong with the trail, and the ways out. */
function explain(error: unknown): never {
  if (!(error instanceof Fault)) throw error;
  const { problem, event_id, seal } = error.found;
  throw new Error(`Stopped, and this period stays: the trail is not as it was signed. ${problem} (event ${event_id ?? "none"}, seal ${seal ?? "none"})\nnpm run audit:verify says more. With --unverified it is dropped all the same, and its tombstone says so for ever.`);
}

async function work(client: Client, isEmbedded: boolean, command: Command): Promise<void> {
  if (env.authSecret === "") throw new Error("AUTH_SECRET is not set: the trail is checked and its tombstones are signed with it.");
  await client.query("SET statement_timeout = 0");
  const ask: Ask = async <Row>(text: string, parameters: unknown[] = []) => (await client.query(text, parameters)).rows as Row[];
  if (command.isRehearsal) return rehearse(ask, command).catch(explain);
  await becomeRole(client, isEmbedded);
  await drop(client, ask, command).catch(explain);
}

loadEnvFiles();
let command: Command;
try {
  command = readCommand();
  chooseDatabase(command);
} catch (error) {
  console.error((error as Error).message);
  process.exit(REFUSED);
}
await withDatabase(({ url, isEmbedded }) => withClient(url, (client) => work(client, isEmbedded, command)));
