/** A small trail, sealed, and one tampering after another on it, each taken back: which of them does a verification miss? */
import type pg from "pg";
import { type AuditOrigin, sealEvent, WRITE_AUDIT } from "@/lib/audit/audit-event";
import { dropPeriod } from "@/lib/audit/retention";
import { type Ask, sealBatch } from "@/lib/audit/seal-pending";
import type { TrailFault } from "@/lib/audit/trail-fault";
import { verifyTrail } from "@/lib/audit/verify-trail";
import { newId } from "@/lib/ids";
import { type Tampering, tamperings, type Trail } from "./tamperings";

export interface TamperResult {
  tried: number;
  /** By kind of tampering. */
  kinds: Record<string, number>;
  /** Not found, or found under another name. */
  missed: { kind: string; wanted: Tampering["names"]; found: TrailFault | null }[];
}

const EVENTS_PER_SEAL = 20;
const SEALS = 5;
const UNSEALED = 12;
/** Periods that retention dropped before: one of two seals, one of one. */
const DROPPED = [2, 1];

function originOf(random: () => number): AuditOrigin {
  const maybe = (chance: number) => (random() < chance ? newId() : null);
  return { actorId: maybe(0.8), impersonatorId: maybe(0.1), organizationId: maybe(0.7), sessionId: maybe(0.7), requestId: newId(), ipAddress: `203.0.113.${Math.floor(random() * 250)}`, userAgent: "Tamper/1.0" };
}

async function writeEvents(ask: Ask, count: number, random: () => number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) =>
    sealEvent({ action: `user.event_${index % 7}`, success: random() < 0.8, phiAccessed: random() < 0.2, resource: { type: "note", id: String(index) }, targetUserId: newId(), identifier: `person${index}@example.com`, changes: { city: { from: "Rome", to: `City ${index}` } }, metadata: { index } }, originOf(random)),
  );
  await ask(WRITE_AUDIT, [JSON.stringify(rows)]);
}

async function makeSeal(ask: Ask, number: number, random: () => number): Promise<string[]> {
  await writeEvents(ask, EVENTS_PER_SEAL, random);
  const seal = await sealBatch(ask);
  if (seal?.number !== number) throw new Error(`seal ${number} was not made`);
  return seal.ids;
}

/** @returns the number of the first seal that is left, and the first of each tombstone */
async function dropOldest(ask: Ask): Promise<{ firstSeal: number; tombstones: number[] }> {
  const tombstones: number[] = [];
  let firstSeal = 1;
  for (const max of DROPPED) {
    // Everything is older than tomorrow.
    const tombstone = await dropPeriod(ask, { before: new Date(Date.now() + 86_400_000), by: "npm run prove tamper" }, { max });
    if (!tombstone) throw new Error("no period was dropped");
    tombstones.push(tombstone.first_seal);
    firstSeal = tombstone.last_seal + 1;
  }
  return { firstSeal, tombstones };
}

async function makeTrail(ask: Ask, random: () => number): Promise<Trail> {
  const made: string[][] = [];
  const gone = DROPPED.reduce((sum, seals) => sum + seals, 0);
  for (let number = 1; number <= gone + SEALS; number += 1) made.push(await makeSeal(ask, number, random));
  const { firstSeal, tombstones } = await dropOldest(ask);
  const seals = made.slice(firstSeal - 1);
  await writeEvents(ask, UNSEALED, random);
  // Without what retention wrote of itself: some of its columns are empty, and an edit of those would be none.
  const waiting = "SELECT q.event_id FROM audit_unsealed q JOIN audit_events e ON e.id = q.event_id WHERE e.resource_type = 'note' ORDER BY q.event_id";
  const unsealed = (await ask<{ event_id: string }>(waiting)).map(({ event_id }) => event_id);
  return { firstSeal, tombstones, seals, unsealed, order: [...seals.flat(), ...unsealed] };
}

/** As somebody does who owns the database: without the triggers, and on a trail that begins anew. */
const TAKE_OVER = `
  ALTER TABLE audit_events DISABLE TRIGGER audit_events_append_only;
  ALTER TABLE audit_seals DISABLE TRIGGER audit_seals_append_only;
  ALTER TABLE audit_tombstones DISABLE TRIGGER audit_tombstones_append_only;
  TRUNCATE audit_events, audit_personal, audit_unsealed, audit_seals, audit_seal_head, audit_tombstones`;

/** Everything happens in one transaction, which is taken back. */
export async function tamperTrail(client: pg.Client, { count, random }: { count: number; random: () => number }): Promise<TamperResult> {
  const ask: Ask = async <Row>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as Row[];
  const result: TamperResult = { tried: 0, kinds: {}, missed: [] };
  await client.query("BEGIN");
  try {
    await client.query(TAKE_OVER);
    const trail = await makeTrail(ask, random);
    const untouched = await verifyTrail({}, ask);
    if (!untouched.ok) throw new Error(`the untouched trail does not verify: ${JSON.stringify(untouched)}`);
    for (; result.tried < count; result.tried += 1) await tamperOnce(ask, trail, random, result);
    const restored = await verifyTrail({}, ask);
    if (!restored.ok) throw new Error("the trail was not restored");
  } finally {
    await client.query("ROLLBACK");
  }
  return result;
}

async function tamperOnce(ask: Ask, trail: Trail, random: () => number, result: TamperResult): Promise<void> {
  const entries = Object.entries(tamperings);
  const [kind, tamper] = entries[result.tried % entries.length] as (typeof entries)[number];
  await ask("SAVEPOINT before");
  const { names } = await tamper({ ask, trail, random });
  const { first_fault: found } = await verifyTrail({}, ask);
  await ask("ROLLBACK TO SAVEPOINT before");
  result.kinds[kind] = (result.kinds[kind] ?? 0) + 1;
  const isNamed = found !== null && ("event" in names ? found.event_id === names.event : found.seal === names.seal);
  if (!isNamed) result.missed.push({ kind, wanted: names, found });
}
