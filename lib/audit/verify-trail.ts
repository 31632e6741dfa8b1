/**
 * The trail against its own signatures, from the first seal on: every event as it was signed, in the order in which it was
 * sealed, none missing, none added, none of the seals changed or cut off. Stops at the first fault.
 */
import { database } from "@/lib/db";
import { type BrokenDigest, brokenDigest, SIGNED_COLUMNS, type StoredEvent } from "./check-event";
import { fingerprintOf, hex, isHeadOf, isSealed, MAC_BYTES, NOTHING_BEFORE, type Seal, type SealHead } from "./seal";
import type { Ask } from "./seal-pending";

/** Which of the trail's digests does not fit. */
export type TrailDigest = BrokenDigest | "seal" | "seal_signature" | "seal_order" | "seal_head";

export interface TrailFault {
  digest: TrailDigest;
  /** One sentence. */
  problem: string;
  /** null where a seal itself is at fault. */
  event_id: string | null;
  /** Of the event; where it is gone or a seal is at fault, of the sealing. null where nothing says. */
  timestamp: string | null;
  seal: number | null;
}

export interface TrailCheck {
  ok: boolean;
  /** Events and seals looked at. */
  events: number;
  seals: number;
  /** Events whose personal side was erased; that is allowed, and told. */
  erased: number;
  first_fault: TrailFault | null;
  /** Where to go on; null at the end, or at a fault. */
  next: string | null;
  /** The last seal that was looked at. */
  last_seal: { number: number; sealed_at: string; key_id: string; fingerprint: string } | null;
}

export interface TrailRange {
  /** `next` of a check before: a seal's number, or `unsealed:` and an event's id. Default: the first seal. */
  from?: string;
  /** Seals whose events lie in here alone; what no seal holds yet is then left out. */
  start?: Date;
  end?: Date;
  /** Stop behind about so many events. */
  limit?: number;
}

const QUEUE = "unsealed:";
const QUEUE_BATCH = 1000;

const askPool: Ask = async <Row>(text: string, values: unknown[] = []) => (await database().pool.query(text, values)).rows as Row[];

const SEALS = `
  SELECT number, sealed_at, first_at, last_at, ids, macs, previous, key_id, signature FROM audit_seals
   WHERE number >= $1 AND ($2::timestamptz IS NULL OR last_at >= $2) AND ($3::timestamptz IS NULL OR first_at < $3) ORDER BY number LIMIT 1`;

const EVENTS = `SELECT ${SIGNED_COLUMNS} FROM audit_events e LEFT JOIN audit_personal d ON d.event_id = e.id WHERE e.id = ANY($1::uuid[])`;

const WAITING = `
  SELECT q.event_id, e.id IS NOT NULL AS present, ${SIGNED_COLUMNS}
    FROM audit_unsealed q LEFT JOIN audit_events e ON e.id = q.event_id LEFT JOIN audit_personal d ON d.event_id = e.id
   WHERE $1::uuid IS NULL OR q.event_id > $1 ORDER BY q.event_id LIMIT $2`;

/** In one statement, and so of one instant. */
const ENDS = `
  SELECT h.number AS head, h.mac, s.number, s.signature
    FROM (SELECT 1) one LEFT JOIN audit_seal_head h ON true LEFT JOIN (SELECT number, signature FROM audit_seals ORDER BY number DESC LIMIT 1) s ON true`;

const COUNTS = `
  SELECT (SELECT count(*) FROM audit_events)::int AS events, (SELECT coalesce(sum(cardinality(ids)), 0) FROM audit_seals)::int AS sealed,
         (SELECT count(*) FROM audit_unsealed)::int AS waiting`;

const ADDED = `
  SELECT ${SIGNED_COLUMNS} FROM audit_events e LEFT JOIN audit_personal d ON d.event_id = e.id
   WHERE NOT EXISTS (SELECT 1 FROM audit_unsealed q WHERE q.event_id = e.id)
     AND NOT EXISTS (SELECT 1 FROM audit_seals s, unnest(s.ids) AS sealed(id) WHERE sealed.id = e.id)
   ORDER BY e.id LIMIT 1`;

class Fault extends Error {
  constructor(readonly found: TrailFault) {
    super(found.problem);
  }
}

const fail = (digest: TrailDigest, problem: string, { event, at = null, seal = null }: { event?: string; at?: string | null; seal?: number | null } = {}): never => {
  throw new Fault({ digest, problem, event_id: event ?? null, timestamp: at, seal });
};

const PROBLEMS: Record<BrokenDigest, string> = {
  mac: "This event is not what was written: a column was changed, or it was written by somebody without the key.",
  personal_digest: "The address, user agent or identifier of this event was changed.",
  key_id: "This event is signed by a key that is not known here: name the secret of its time as AUTH_SECRET_PREVIOUS.",
};

/** What to say of an event one of whose own digests does not fit. */
export const faultOf = (event: StoredEvent, digest: BrokenDigest, seal: number | null): TrailFault => ({ digest, problem: PROBLEMS[digest], event_id: event.id, timestamp: event.occurred_at, seal });

function checkEvent(check: TrailCheck, event: StoredEvent, seal: number | null): void {
  const digest = brokenDigest(event);
  if (digest) throw new Fault(faultOf(event, digest, seal));
  check.events += 1;
  if (!event.personal) check.erased += 1;
}

function checkLink(seal: Seal, expected: { number: number; previous: Uint8Array } | null): void {
  const where = { at: seal.sealed_at.toISOString(), seal: seal.number };
  if (expected && seal.number !== expected.number) fail("seal_order", `Seal ${expected.number} is missing: after it comes ${seal.number}.`, { ...where, seal: expected.number });
  if (!isSealed(seal)) fail("seal_signature", `Seal ${seal.number} is not what was signed.`, where);
  if (expected && !Buffer.from(expected.previous).equals(seal.previous)) fail("seal_order", `Seal ${seal.number} names another one before it.`, where);
}

async function checkSealedEvents(ask: Ask, check: TrailCheck, seal: Seal): Promise<void> {
  const found = new Map((await ask<StoredEvent>(EVENTS, [seal.ids])).map((event) => [event.id, event]));
  const macs = hex(seal.macs);
  seal.ids.forEach((id, index) => {
    const event = found.get(id);
    const at = seal.sealed_at.toISOString();
    if (!event) return fail("seal", "This event was sealed and is gone; the time is that of its seal.", { event: id, at, seal: seal.number });
    checkEvent(check, event, seal.number);
    const sealed = macs.slice(index * MAC_BYTES * 2, (index + 1) * MAC_BYTES * 2);
    if (event.mac !== `\\x${sealed}`) fail("seal", "This event was sealed as another one.", { event: id, at: event.occurred_at, seal: seal.number });
  });
}

interface Walk {
  ask: Ask;
  check: TrailCheck;
  range: TrailRange;
  limit: number;
}

/** What the seal to begin with must be linked to; null where it stands alone, as a range of days does. */
async function firstLink({ ask, range }: Walk, number: number): Promise<{ number: number; previous: Uint8Array } | null> {
  if (range.start ?? range.end) return null;
  if (number === 1) return { number, previous: NOTHING_BEFORE };
  const [before] = await ask<{ signature: Uint8Array }>("SELECT signature FROM audit_seals WHERE number = $1", [number - 1]);
  if (!before) return fail("seal_order", `Seal ${number - 1} is missing.`, { seal: number - 1 });
  return { number, previous: fingerprintOf(before) };
}

/** @returns whether it came to the end */
async function walkSeals(walk: Walk, begin: number): Promise<boolean> {
  const { ask, check, range, limit } = walk;
  let expected = await firstLink(walk, begin);
  for (let number = begin; ; number = check.last_seal ? check.last_seal.number + 1 : number) {
    const [seal] = await ask<Seal>(SEALS, [number, range.start ?? null, range.end ?? null]);
    if (!seal) return true;
    checkLink(seal, expected);
    await checkSealedEvents(ask, check, seal);
    check.seals += 1;
    const fingerprint = fingerprintOf(seal);
    check.last_seal = { number: seal.number, sealed_at: seal.sealed_at.toISOString(), key_id: seal.key_id, fingerprint: hex(fingerprint) };
    expected = range.start ?? range.end ? null : { number: seal.number + 1, previous: fingerprint };
    if (check.events < limit) continue;
    check.next = String(seal.number + 1);
    return false;
  }
}

async function walkQueue({ ask, check, limit }: Walk, begin: string | null): Promise<boolean> {
  for (let after = begin; ; ) {
    const events = await ask<StoredEvent & { event_id: string; present: boolean }>(WAITING, [after, QUEUE_BATCH]);
    for (const { event_id, present, ...event } of events) {
      if (!present) fail("seal", "This event waited for its seal and is gone.", { event: event_id });
      checkEvent(check, event, null);
    }
    after = events.at(-1)?.event_id ?? null;
    if (events.length < QUEUE_BATCH) return true;
    if (check.events < limit) continue;
    check.next = `${QUEUE}${after}`;
    return false;
  }
}

async function checkEnds({ ask }: Walk): Promise<void> {
  const [ends] = await ask<{ head: number | null; mac: Uint8Array | null; number: number | null; signature: Uint8Array | null }>(ENDS);
  if (!ends || (ends.head === null && ends.number === null)) return;
  const { head, mac, number, signature } = ends;
  if (head === null || mac === null) fail("seal_head", "There are seals, but the note of which is the last is gone.", { seal: number });
  else if (number === null || number < head) fail("seal_head", `The last seals are gone: ${head} were made, ${number ?? "none"} is the last.`, { seal: (number ?? 0) + 1 });
  else if (signature && !isHeadOf({ number: head, mac } satisfies SealHead, { number, signature })) fail("seal_head", "The note of which seal is the last is not ours.", { seal: number });
}

/** Events that no seal holds and that nobody queued: their number is known from a count, their search is for the bad day. */
async function checkAdded({ ask }: Walk): Promise<void> {
  const [counts = { events: 0, sealed: 0, waiting: 0 }] = await ask<{ events: number; sealed: number; waiting: number }>(COUNTS);
  if (counts.events === counts.sealed + counts.waiting) return;
  const [added] = await ask<StoredEvent>(ADDED);
  if (added) fail("seal", "This event was put into the trail behind the back of the sealer.", { event: added.id, at: added.occurred_at });
}

async function walkTrail(walk: Walk): Promise<void> {
  const { from = "1", start, end } = walk.range;
  if (!from.startsWith(QUEUE) && !(await walkSeals(walk, Number(from)))) return;
  if (start ?? end) return;
  if (!(await walkQueue(walk, from.startsWith(QUEUE) ? from.slice(QUEUE.length) : null))) return;
  await checkEnds(walk);
  await checkAdded(walk);
}

/** @throws only what the database throws; faults of the trail are in the answer. */
export async function verifyTrail(range: TrailRange = {}, ask: Ask = askPool): Promise<TrailCheck> {
  const check: TrailCheck = { ok: true, events: 0, seals: 0, erased: 0, first_fault: null, next: null, last_seal: null };
  try {
    await walkTrail({ ask, check, range, limit: range.limit ?? Infinity });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ...check, ok: false, first_fault: error.found };
  }
  return check;
}
