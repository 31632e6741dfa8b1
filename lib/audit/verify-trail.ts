/**
 * The trail against its own signatures, from the first seal on: every event as it was signed, in the order in which it was
 * sealed, none missing, none added, none of the seals changed or cut off. Stops at the first fault.
 */
import { database } from "@/lib/db";
import { SIGNED_COLUMNS, type StoredEvent } from "./check-event";
import { checkEvent, type Checked, checkLink, checkSealedEvents, type Link, SEAL_COLUMNS } from "./check-seal";
import { fingerprintOf, hex, isHeadOf, type Seal, type SealHead } from "./seal";
import type { Ask } from "./seal-pending";
import { type Dropped, linkBehind, NOTHING_DROPPED, readDropped } from "./tombstone";
import { fail, Fault, type TrailFault } from "./trail-fault";

export interface TrailCheck {
  ok: boolean;
  /** Events and seals looked at. */
  events: number;
  seals: number;
  /** Events whose personal side was erased; that is allowed, and told. */
  erased: number;
  /** What retention dropped, by its tombstones; null where nothing was. */
  dropped: { events: number; seals: number; until: string; unverified: number } | null;
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
  SELECT ${SEAL_COLUMNS} FROM audit_seals
   WHERE number >= $1 AND ($2::timestamptz IS NULL OR last_at >= $2) AND ($3::timestamptz IS NULL OR first_at < $3) ORDER BY number LIMIT 1`;

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

interface Walk {
  ask: Ask;
  check: TrailCheck;
  range: TrailRange;
  limit: number;
  dropped: Dropped;
}

function count({ check }: Walk, { events, erased }: Checked): void {
  check.events += events;
  check.erased += erased;
}

/** Goes on from what the tombstones say by now. @returns whether one of them stands for this seal */
async function isDropped(walk: Walk, seal: number): Promise<boolean> {
  const { ask, check } = walk;
  walk.dropped = await readDropped(ask, walk.dropped);
  const { lastSeal: seals, events, unverified, until } = walk.dropped;
  if (until) check.dropped = { events, seals, until: until.toISOString(), unverified };
  return seal <= seals;
}

/** Seals that a tombstone stands for are gone; one that is here again was brought back. */
async function checkDropped(walk: Walk): Promise<void> {
  await isDropped(walk, 0);
  const [back] = await walk.ask<{ number: number }>("SELECT number FROM audit_seals WHERE number <= $1 ORDER BY number LIMIT 1", [walk.dropped.lastSeal]);
  if (back) fail("tombstone", `Seal ${back.number} was dropped, and is here again.`, { seal: back.number });
}

interface Place {
  number: number;
  /** What the seal there must be linked to; null where it stands alone, as in a range of days. */
  link: Link | null;
}

/** The place to begin at: this seal, or the first one that was not dropped. */
async function placeAt(walk: Walk, seal: number): Promise<Place> {
  const { ask, range, dropped } = walk;
  const number = Math.max(seal, dropped.lastSeal + 1);
  if (range.start ?? range.end) return { number, link: null };
  if (number === dropped.lastSeal + 1) return { number, link: linkBehind(dropped) };
  const [before] = await ask<{ signature: Uint8Array }>("SELECT signature FROM audit_seals WHERE number = $1", [number - 1]);
  if (before) return { number, link: { number, previous: fingerprintOf(before) } };
  if (await isDropped(walk, number - 1)) return placeAt(walk, seal);
  return fail("seal_order", `Seal ${number - 1} is missing.`, { seal: number - 1 });
}

/** The seal, checked. null: it was dropped while we looked at it. */
async function checkSeal(walk: Walk, seal: Seal, expected: Link | null): Promise<Checked | null> {
  try {
    checkLink(seal, expected);
    return await checkSealedEvents(walk.ask, seal);
  } catch (error) {
    if (error instanceof Fault && (await isDropped(walk, expected?.number ?? seal.number))) return null;
    throw error;
  }
}

/** @returns whether it came to the end */
async function walkSeals(walk: Walk, begin: number): Promise<boolean> {
  const { ask, check, range, limit } = walk;
  let place = await placeAt(walk, begin);
  for (;;) {
    const [seal] = await ask<Seal>(SEALS, [place.number, range.start ?? null, range.end ?? null]);
    if (!seal) return true;
    const checked = await checkSeal(walk, seal, place.link);
    if (!checked) {
      place = await placeAt(walk, place.number);
      continue;
    }
    count(walk, checked);
    check.seals += 1;
    const fingerprint = fingerprintOf(seal);
    check.last_seal = { number: seal.number, sealed_at: seal.sealed_at.toISOString(), key_id: seal.key_id, fingerprint: hex(fingerprint) };
    const number = seal.number + 1;
    place = { number, link: range.start ?? range.end ? null : { number, previous: fingerprint } };
    if (check.events < limit) continue;
    check.next = String(number);
    return false;
  }
}

async function walkQueue(walk: Walk, begin: string | null): Promise<boolean> {
  const { ask, check, limit } = walk;
  for (let after = begin; ; ) {
    const events = await ask<StoredEvent & { event_id: string; present: boolean }>(WAITING, [after, QUEUE_BATCH]);
    for (const { event_id, present, ...event } of events) {
      if (!present) fail("seal", "This event waited for its seal and is gone.", { event: event_id });
      count(walk, checkEvent(event, null));
    }
    after = events.at(-1)?.event_id ?? null;
    if (events.length < QUEUE_BATCH) return true;
    if (check.events < limit) continue;
    check.next = `${QUEUE}${after}`;
    return false;
  }
}

async function checkEnds({ ask, dropped }: Walk): Promise<void> {
  const [ends] = await ask<{ head: number | null; mac: Uint8Array | null; number: number | null; signature: Uint8Array | null }>(ENDS);
  if (!ends || (ends.head === null && ends.number === null && dropped.tombstones === 0)) return;
  const { head, mac, number, signature } = ends;
  if (head === null || mac === null) fail("seal_head", "Seals were made, and the note of which is the last is gone.", { seal: number ?? dropped.lastSeal + 1 });
  else if (number === null || number < head) fail("seal_head", `The last seals are gone: ${head} were made, ${number ?? "none"} is the last.`, { seal: (number ?? dropped.lastSeal) + 1 });
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
  await checkDropped(walk);
  if (!from.startsWith(QUEUE) && !(await walkSeals(walk, Number(from)))) return;
  if (start ?? end) return;
  if (!(await walkQueue(walk, from.startsWith(QUEUE) ? from.slice(QUEUE.length) : null))) return;
  await checkEnds(walk);
  await checkAdded(walk);
}

/** @throws only what the database throws; faults of the trail are in the answer. */
export async function verifyTrail(range: TrailRange = {}, ask: Ask = askPool): Promise<TrailCheck> {
  const check: TrailCheck = { ok: true, events: 0, seals: 0, erased: 0, dropped: null, first_fault: null, next: null, last_seal: null };
  try {
    await walkTrail({ ask, check, range, limit: range.limit ?? Infinity, dropped: NOTHING_DROPPED });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ...check, ok: false, first_fault: error.found };
  }
  return check;
}
