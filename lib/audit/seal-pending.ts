/** The one sealer: orders what was written since, and signs it. It alone locks; writers of events never wait for it. */
import { now } from "@/lib/clock";
import { database, statement } from "@/lib/db";
import { log } from "@/lib/log";
import { fingerprintOf, headOf, hex, NOTHING_BEFORE, type Seal, signSeal } from "./seal";

const SEAL_EVERY_MS = 10_000;
export const SEALED_TOGETHER_MAX = 1000;
/** Of one run, so that a long queue does not keep mail waiting. */
const BATCHES_PER_RUN = 20;
/** Any constant that no other advisory lock of ours uses. */
const LOCK_KEY = 7_140_022;

/** Sends a statement on a connection of the caller's choice. */
export type Ask = <Row>(text: string, values?: unknown[]) => Promise<Row[]>;

const LAST = `
  SELECT (SELECT number FROM audit_seals ORDER BY number DESC LIMIT 1) AS number,
         (SELECT signature FROM audit_seals ORDER BY number DESC LIMIT 1) AS signature,
         (SELECT number FROM audit_seal_head) AS head`;

/** Queued ids whose event is gone stay: they are what a verification finds. */
const TAKE = `
  WITH due AS (
    SELECT q.event_id FROM audit_unsealed q WHERE EXISTS (SELECT 1 FROM audit_events e WHERE e.id = q.event_id) ORDER BY q.event_id LIMIT $1),
  taken AS (DELETE FROM audit_unsealed q USING due WHERE q.event_id = due.event_id)
  SELECT e.id, e.mac, e.occurred_at FROM audit_events e WHERE e.id IN (SELECT event_id FROM due) ORDER BY e.id`;

const PUT = `
  WITH sealed AS (
    INSERT INTO audit_seals (number, sealed_at, first_at, last_at, ids, macs, previous, key_id, signature)
    VALUES ($1, $2, $3, $4, $5::uuid[], $6, $7, $8, $9))
  INSERT INTO audit_seal_head (single, number, mac) VALUES (true, $1, $10)
  ON CONFLICT (single) DO UPDATE SET number = excluded.number, mac = excluded.mac`;

interface Last {
  number: number | null;
  signature: Buffer | null;
  head: number | null;
}

/** A number is left out where the head and the last seal disagree: what was cut off stays visible. */
function nextNumber({ number, head }: Last): number {
  if (number === null && head === null) return 1;
  return Math.max(number ?? 0, head ?? (number ?? 0) + 1) + 1;
}

/** Seals one batch inside the caller's transaction; null where another sealer is at work or nothing waits. */
export async function sealBatch(ask: Ask, max = SEALED_TOGETHER_MAX): Promise<Seal | null> {
  const [lock] = await ask<{ mine: boolean }>("SELECT pg_try_advisory_xact_lock($1) AS mine", [LOCK_KEY]);
  if (!lock?.mine) return null;
  const [last = { number: null, signature: null, head: null }] = await ask<Last>(LAST);
  const events = await ask<{ id: string; mac: Buffer; occurred_at: Date }>(TAKE, [max]);
  if (events.length === 0) return null;
  const times = events.map((event) => event.occurred_at.getTime());
  const seal = signSeal({
    number: nextNumber(last),
    sealed_at: now(),
    first_at: new Date(Math.min(...times)),
    last_at: new Date(Math.max(...times)),
    ids: events.map(({ id }) => id),
    macs: Buffer.concat(events.map(({ mac }) => mac)),
    previous: last.signature ? fingerprintOf({ signature: last.signature }) : NOTHING_BEFORE,
  });
  const { number, sealed_at, first_at, last_at, ids, macs, previous, key_id, signature } = seal;
  await ask(PUT, [number, sealed_at, first_at, last_at, ids, macs, previous, key_id, signature, headOf(seal).mac]);
  return seal;
}

async function inTransaction<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await database().pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(async <Row>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as Row[]);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    // A connection whose state is unknown is not given back.
    client.release(true);
    throw error;
  }
}

/** Seals what waits, batch by batch. Returns how many events. The log line is the anchor outside of the database. */
export async function sealPending(): Promise<number> {
  const [waiting] = await statement<{ any: boolean }>("audit.unsealed", "SELECT EXISTS (SELECT 1 FROM audit_unsealed) AS any", []);
  if (!waiting?.any) return 0;
  let sealed = 0;
  for (let batch = 0; batch < BATCHES_PER_RUN; batch += 1) {
    const seal = await inTransaction((ask) => sealBatch(ask));
    if (!seal) break;
    sealed += seal.ids.length;
    log.info("audit.sealed", { seal: seal.number, events: seal.ids.length, fingerprint: hex(fingerprintOf(seal)) });
    if (seal.ids.length < SEALED_TOGETHER_MAX) break;
  }
  return sealed;
}

const shared = globalThis as typeof globalThis & { gatehouseSealedAtMs?: number };

/** At most every ten seconds in a process, so that a busy one signs batches and not single events. */
export async function sealWhenDue(): Promise<void> {
  const current = now().getTime();
  if (shared.gatehouseSealedAtMs !== undefined && Math.abs(current - shared.gatehouseSealedAtMs) < SEAL_EVERY_MS) return;
  shared.gatehouseSealedAtMs = current;
  await sealPending();
}
