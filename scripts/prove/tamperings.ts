/** What somebody who owns the database can do to the trail, one change each, and what a verification must then name. */
import { sealEvent, WRITE_AUDIT } from "@/lib/audit/audit-event";
import type { Ask } from "@/lib/audit/seal-pending";
import { newId } from "@/lib/ids";

export interface Trail {
  /** Number of the first seal that retention left. */
  firstSeal: number;
  /** The first seal that each tombstone stands for. */
  tombstones: number[];
  /** The ids of each seal, in order. */
  seals: string[][];
  unsealed: string[];
  /** All of them, as they are verified. */
  order: string[];
}

export interface Tampering {
  /** The event, or the seal, that the verification must name first. */
  names: { event: string } | { seal: number };
}

interface Tools {
  ask: Ask;
  trail: Trail;
  random: () => number;
}

const pick = <T>(items: readonly T[], random: () => number): T => items[Math.floor(random() * items.length)] as T;

/** The number of one of the seals, but for the last so many. */
const pickSeal = ({ trail, random }: Tools, butLast = 0): number => trail.firstSeal + Math.floor(random() * (trail.seals.length - butLast));

const flip = (column: string) => `set_byte(${column}, 0, get_byte(${column}, 0) # 1)`;

/** A value that differs from the one that stands there. */
const EVENT_EDITS: Record<string, string> = {
  id: "gen_random_uuid()",
  occurred_at: "occurred_at + interval '1 millisecond'",
  stream: "CASE stream WHEN 'audit' THEN 'activity' ELSE 'audit' END",
  action: "action || 'x'",
  actor_id: "gen_random_uuid()",
  impersonator_id: "gen_random_uuid()",
  target_user_id: "NULL",
  resource_type: "'user'",
  resource_id: "resource_id || '0'",
  organization_id: "gen_random_uuid()",
  session_id: "gen_random_uuid()",
  request_id: "request_id || ' '",
  success: "NOT success",
  error_code: "coalesce(error_code, '') || 'X'",
  changes: "jsonb_set(changes, '{city,to}', '\"Nowhere\"')",
  metadata: "metadata || '{\"more\": 1}'",
  phi_accessed: "NOT phi_accessed",
  personal_digest: flip("personal_digest"),
  key_id: "reverse(key_id) || '0'",
  mac: flip("mac"),
};

const PERSONAL_EDITS: Record<string, string> = { ip_address: "'198.51.100.1'", user_agent: "NULL", identifier: "upper(identifier)" };

const SEAL_EDITS: Record<string, string> = {
  sealed_at: "sealed_at - interval '1 day'",
  first_at: "first_at - interval '1 day'",
  last_at: "last_at + interval '1 day'",
  ids: "ids[2:2] || ids[1:1] || ids[3:]",
  macs: flip("macs"),
  previous: flip("previous"),
  key_id: "key_id || '0'",
  signature: flip("signature"),
};

const TOMBSTONE_EDITS: Record<string, string> = {
  number: "number + 100",
  first_seal: "first_seal + 1, last_seal = last_seal + 1",
  last_seal: "last_seal + 1",
  events: "events - 1",
  first_at: "first_at - interval '1 day'",
  last_at: "last_at + interval '1 day'",
  fingerprint: flip("fingerprint"),
  is_verified: "NOT is_verified",
  applied_at: "applied_at - interval '1 day'",
  applied_by: "applied_by || 'x'",
  previous: flip("previous"),
  key_id: "key_id || '0'",
  signature: flip("signature"),
};

/** All but the primary key. */
const CONTENT = Object.keys(EVENT_EDITS).filter((column) => column !== "id");

async function editEvent({ ask, trail, random }: Tools): Promise<Tampering> {
  const event = pick(trail.order, random);
  const column = pick(Object.keys(EVENT_EDITS), random);
  await ask(`UPDATE audit_events SET ${column} = ${EVENT_EDITS[column]} WHERE id = $1`, [event]);
  return { names: { event } };
}

async function editPersonal({ ask, trail, random }: Tools): Promise<Tampering> {
  const event = pick(trail.order, random);
  const column = pick(Object.keys(PERSONAL_EDITS), random);
  await ask(`UPDATE audit_personal SET ${column} = ${PERSONAL_EDITS[column]} WHERE event_id = $1`, [event]);
  return { names: { event } };
}

async function deleteEvent({ ask, trail, random }: Tools): Promise<Tampering> {
  const event = pick(trail.order, random);
  await ask("DELETE FROM audit_events WHERE id = $1", [event]);
  if (random() < 0.5) await ask("DELETE FROM audit_personal WHERE event_id = $1", [event]);
  return { names: { event } };
}

/** Two events trade their content, MACs included or not. */
async function swapEvents({ ask, trail, random }: Tools): Promise<Tampering> {
  const one = pick(trail.order, random);
  const other = pick(trail.order.filter((id) => id !== one), random);
  const traded = random() < 0.5 ? CONTENT : CONTENT.filter((column) => column !== "mac");
  await ask(`UPDATE audit_events e SET ${traded.map((column) => `${column} = o.${column}`).join(", ")} FROM audit_events o WHERE (e.id, o.id) IN (($1, $2), ($2, $1))`, [one, other]);
  const [first] = [one, other].sort((a, b) => trail.order.indexOf(a) - trail.order.indexOf(b));
  return { names: { event: String(first) } };
}

/** A copy under another id, with or without its place in the queue. */
async function insertCopy({ ask, trail, random }: Tools): Promise<Tampering> {
  const event = newId();
  await ask(`INSERT INTO audit_events (id, ${CONTENT.join(", ")}) SELECT $1, ${CONTENT.join(", ")} FROM audit_events WHERE id = $2`, [event, pick(trail.order, random)]);
  if (random() < 0.5) await ask("DELETE FROM audit_unsealed WHERE event_id = $1", [event]);
  return { names: { event } };
}

/** By somebody who has the key of the MACs, but cannot have it sealed. */
async function insertSigned({ ask }: Tools): Promise<Tampering> {
  const rows = sealEvent({ action: "user.login" }, { actorId: newId(), impersonatorId: null, organizationId: null, sessionId: null, requestId: newId(), ipAddress: null, userAgent: null });
  await ask(WRITE_AUDIT, [JSON.stringify([rows])]);
  await ask("DELETE FROM audit_unsealed WHERE event_id = $1", [rows.event.id]);
  return { names: { event: rows.event.id } };
}

/** The last sealed events go. */
async function cutEvents({ ask, trail, random }: Tools): Promise<Tampering> {
  const sealed = trail.seals.flat();
  const gone = sealed.slice(-1 - Math.floor(random() * (sealed.length - 1)));
  await ask("DELETE FROM audit_events WHERE id = ANY($1::uuid[])", [gone]);
  return { names: { event: String(gone[0]) } };
}

/** The last seals go, with their events or without. */
async function cutSeals(tools: Tools): Promise<Tampering> {
  const { ask, trail, random } = tools;
  const first = pickSeal(tools);
  await ask("DELETE FROM audit_seals WHERE number >= $1", [first]);
  if (random() < 0.5) await ask("DELETE FROM audit_events WHERE id = ANY($1::uuid[])", [trail.seals.slice(first - trail.firstSeal).flat()]);
  return { names: { seal: first } };
}

async function editSeal(tools: Tools): Promise<Tampering> {
  const { ask, random } = tools;
  const seal = pickSeal(tools);
  const column = pick(Object.keys(SEAL_EDITS), random);
  await ask(`UPDATE audit_seals SET ${column} = ${SEAL_EDITS[column]} WHERE number = $1`, [seal]);
  return { names: { seal } };
}

/** One that others stand behind. */
async function deleteSeal(tools: Tools): Promise<Tampering> {
  const seal = pickSeal(tools, 1);
  await tools.ask("DELETE FROM audit_seals WHERE number = $1", [seal]);
  return { names: { seal } };
}

async function swapSeals(tools: Tools): Promise<Tampering> {
  const one = pickSeal(tools, 1);
  await tools.ask(`UPDATE audit_seals s SET ids = o.ids, macs = o.macs, sealed_at = o.sealed_at, first_at = o.first_at, last_at = o.last_at, previous = o.previous, key_id = o.key_id, signature = o.signature
               FROM audit_seals o WHERE (s.number, o.number) IN (($1::int, $1::int + 1), ($1::int + 1, $1::int))`, [one]);
  return { names: { seal: one } };
}

/** The note of the last seal is set back or removed. */
async function moveHead({ ask, trail, random }: Tools): Promise<Tampering> {
  const last = trail.firstSeal + trail.seals.length - 1;
  await ask(random() < 0.5 ? "DELETE FROM audit_seal_head" : `UPDATE audit_seal_head SET mac = ${flip("mac")}`);
  return { names: { seal: last } };
}

async function editTombstone({ ask, trail, random }: Tools): Promise<Tampering> {
  const seal = pick(trail.tombstones, random);
  const column = pick(Object.keys(TOMBSTONE_EDITS), random);
  await ask(`UPDATE audit_tombstones SET ${column} = ${TOMBSTONE_EDITS[column]} WHERE first_seal = $1`, [seal]);
  return { names: { seal } };
}

/** One of them, the last as well, or this one and all behind it. */
async function deleteTombstone({ ask, trail, random }: Tools): Promise<Tampering> {
  const seal = pick(trail.tombstones, random);
  await ask(`DELETE FROM audit_tombstones WHERE first_seal ${random() < 0.5 ? "=" : ">="} $1`, [seal]);
  return { names: { seal } };
}

/** The first seals that are left go with their events, as if retention had dropped them. */
async function forgeTombstone(tools: Tools): Promise<Tampering> {
  const { ask, trail } = tools;
  const last = pickSeal(tools, 1);
  const gone = trail.seals.slice(0, last - trail.firstSeal + 1).flat();
  await ask(`INSERT INTO audit_tombstones (number, first_seal, last_seal, events, first_at, last_at, fingerprint, is_verified, applied_at, applied_by, previous, key_id, signature)
             SELECT number + 1, last_seal + 1, $1::int, $2::int, first_at, last_at, (SELECT sha256(signature) FROM audit_seals WHERE number = $1), true, applied_at, applied_by, sha256(signature), key_id, signature
               FROM audit_tombstones ORDER BY number DESC LIMIT 1`, [last, gone.length]);
  await ask("DELETE FROM audit_seals WHERE number <= $1", [last]);
  await ask("DELETE FROM audit_events WHERE id = ANY($1::uuid[])", [gone]);
  return { names: { seal: trail.firstSeal } };
}

/** The oldest events that retention left go, with their seals. */
async function dropUnsigned(tools: Tools): Promise<Tampering> {
  const { ask, trail } = tools;
  const last = pickSeal(tools, 1);
  await ask("DELETE FROM audit_seals WHERE number <= $1", [last]);
  await ask("DELETE FROM audit_events WHERE id = ANY($1::uuid[])", [trail.seals.slice(0, last - trail.firstSeal + 1).flat()]);
  return { names: { seal: trail.firstSeal } };
}

export const tamperings = { editEvent, editPersonal, deleteEvent, swapEvents, insertCopy, insertSigned, cutEvents, cutSeals, editSeal, deleteSeal, swapSeals, moveHead, editTombstone, deleteTombstone, forgeTombstone, dropUnsigned } satisfies Record<string, (tools: Tools) => Promise<Tampering>>;
