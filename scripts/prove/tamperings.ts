/** What somebody who owns the database can do to the trail, one change each, and what a verification must then name. */
import { sealEvent, WRITE_AUDIT } from "@/lib/audit/audit-event";
import type { Ask } from "@/lib/audit/seal-pending";
import { newId } from "@/lib/ids";

export interface Trail {
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
async function cutSeals({ ask, trail, random }: Tools): Promise<Tampering> {
  const first = 1 + Math.floor(random() * trail.seals.length);
  await ask("DELETE FROM audit_seals WHERE number >= $1", [first]);
  if (random() < 0.5) await ask("DELETE FROM audit_events WHERE id = ANY($1::uuid[])", [trail.seals.slice(first - 1).flat()]);
  return { names: { seal: first } };
}

async function editSeal({ ask, trail, random }: Tools): Promise<Tampering> {
  const seal = 1 + Math.floor(random() * trail.seals.length);
  const column = pick(Object.keys(SEAL_EDITS), random);
  await ask(`UPDATE audit_seals SET ${column} = ${SEAL_EDITS[column]} WHERE number = $1`, [seal]);
  return { names: { seal } };
}

/** One that others stand behind. */
async function deleteSeal({ ask, trail, random }: Tools): Promise<Tampering> {
  const seal = 1 + Math.floor(random() * (trail.seals.length - 1));
  await ask("DELETE FROM audit_seals WHERE number = $1", [seal]);
  return { names: { seal } };
}

async function swapSeals({ ask, trail, random }: Tools): Promise<Tampering> {
  const one = 1 + Math.floor(random() * (trail.seals.length - 1));
  await ask(`UPDATE audit_seals s SET ids = o.ids, macs = o.macs, sealed_at = o.sealed_at, first_at = o.first_at, last_at = o.last_at, previous = o.previous, key_id = o.key_id, signature = o.signature
               FROM audit_seals o WHERE (s.number, o.number) IN (($1::int, $1::int + 1), ($1::int + 1, $1::int))`, [one]);
  return { names: { seal: one } };
}

/** The note of the last seal is set back or removed. */
async function moveHead({ ask, trail, random }: Tools): Promise<Tampering> {
  const last = trail.seals.length;
  await ask(random() < 0.5 ? "DELETE FROM audit_seal_head" : `UPDATE audit_seal_head SET mac = ${flip("mac")}`);
  return { names: { seal: last } };
}

export const tamperings = { editEvent, editPersonal, deleteEvent, swapEvents, insertCopy, insertSigned, cutEvents, cutSeals, editSeal, deleteSeal, swapSeals, moveHead } satisfies Record<string, (tools: Tools) => Promise<Tampering>>;
