/** Whether a seal is what was signed, stands where it has to, and holds its events as they were sealed. */
import { brokenDigest, SIGNED_COLUMNS, type StoredEvent } from "./check-event";
import { hex, isSealed, MAC_BYTES, type Seal } from "./seal";
import type { Ask } from "./seal-pending";
import { fail, Fault, faultOf } from "./trail-fault";

/** What the next seal has to be: its number, and the fingerprint that it names. */
export interface Link {
  number: number;
  previous: Uint8Array;
}

export interface Checked {
  events: number;
  /** Of these, those whose personal side was erased. */
  erased: number;
}

export const SEAL_COLUMNS = "number, sealed_at, first_at, last_at, ids, macs, previous, key_id, signature";

const EVENTS = `SELECT ${SIGNED_COLUMNS} FROM audit_events e LEFT JOIN audit_personal d ON d.event_id = e.id WHERE e.id = ANY($1::uuid[])`;

/** @throws Fault */
export function checkEvent(event: StoredEvent, seal: number | null): Checked {
  const digest = brokenDigest(event);
  if (digest) throw new Fault(faultOf(event, digest, seal));
  return { events: 1, erased: event.personal ? 0 : 1 };
}

/** @throws Fault */
export function checkLink(seal: Seal, expected: Link | null): void {
  const where = { at: seal.sealed_at.toISOString(), seal: seal.number };
  if (expected && seal.number !== expected.number) fail("seal_order", `Seal ${expected.number} is missing: after it comes ${seal.number}.`, { ...where, seal: expected.number });
  if (!isSealed(seal)) fail("seal_signature", `Seal ${seal.number} is not what was signed.`, where);
  if (expected && !Buffer.from(expected.previous).equals(seal.previous)) fail("seal_order", `Seal ${seal.number} names another one before it.`, where);
}

/** @throws Fault */
export async function checkSealedEvents(ask: Ask, seal: Seal): Promise<Checked> {
  const found = new Map((await ask<StoredEvent>(EVENTS, [seal.ids])).map((event) => [event.id, event]));
  const macs = hex(seal.macs);
  let erased = 0;
  seal.ids.forEach((id, index) => {
    const event = found.get(id);
    const at = seal.sealed_at.toISOString();
    if (!event) return fail("seal", "This event was sealed and is gone; the time is that of its seal.", { event: id, at, seal: seal.number });
    erased += checkEvent(event, seal.number).erased;
    const sealed = macs.slice(index * MAC_BYTES * 2, (index + 1) * MAC_BYTES * 2);
    if (event.mac !== `\\x${sealed}`) fail("seal", "This event was sealed as another one.", { event: id, at: event.occurred_at, seal: seal.number });
  });
  return { events: seal.ids.length, erased };
}
