/** What stands in the place of a dropped period. Here is what is signed of it, and whether all of them hold. */
import { sha256 } from "@/lib/crypto";
import { canonical } from "./audit-event";
import type { Link } from "./check-seal";
import { hex, NOTHING_BEFORE } from "./seal";
import { isSignedBy, sealKeys, signingKey, signWith } from "./seal-key";
import type { Ask } from "./seal-pending";
import { fail } from "./trail-fault";

/** A row of audit_tombstones as a statement gives it. */
export interface Tombstone {
  number: number;
  first_seal: number;
  last_seal: number;
  events: number;
  first_at: Date;
  last_at: Date;
  fingerprint: Uint8Array;
  is_verified: boolean;
  applied_at: Date;
  applied_by: string;
  previous: Uint8Array;
  key_id: string;
  signature: Uint8Array;
}

export type Unsigned = Omit<Tombstone, "signature" | "key_id">;

/** What all tombstones up to one say together. */
export interface Dropped {
  tombstones: number;
  /** The first seal that the last of them stands for. */
  firstSealOfLast: number;
  /** The last seal that is gone; 0: none is. */
  lastSeal: number;
  /** Its fingerprint. */
  fingerprint: Uint8Array;
  /** What the next tombstone names. */
  digest: Uint8Array;
  events: number;
  /** Of these, those of tombstones that say that not everything was as it had been signed, and what nobody known vouches for. */
  unverified: number;
  /** Of these, those of tombstones by keys that are not known, for which no later one has vouched yet. */
  unvouched: number;
  /** Whether the signature of the last tombstone was looked at: its key is known. */
  isLastChecked: boolean;
  /** The time of the youngest dropped event. */
  until: Date | null;
}

export const NOTHING_DROPPED: Dropped = { tombstones: 0, firstSealOfLast: 1, lastSeal: 0, fingerprint: NOTHING_BEFORE, digest: NOTHING_BEFORE, events: 0, unverified: 0, unvouched: 0, isLastChecked: true, until: null };

const COLUMNS = "number, first_seal, last_seal, events, first_at, last_at, fingerprint, is_verified, applied_at, applied_by, previous, key_id, signature";
const READ_TOGETHER = 500;

const READ = `SELECT ${COLUMNS} FROM audit_tombstones WHERE number > $1 ORDER BY number LIMIT ${READ_TOGETHER}`;
const PUT = `INSERT INTO audit_tombstones (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

const textOf = ({ signature: _signature, ...tombstone }: Tombstone | (Unsigned & { key_id: string; signature?: undefined })): string =>
  canonical({
    ...tombstone,
    first_at: tombstone.first_at.toISOString(),
    last_at: tombstone.last_at.toISOString(),
    fingerprint: hex(tombstone.fingerprint),
    applied_at: tombstone.applied_at.toISOString(),
    previous: hex(tombstone.previous),
  });

function sign(unsigned: Unsigned): Tombstone {
  const key = signingKey();
  const tombstone = { ...unsigned, key_id: key.id };
  return { ...tombstone, signature: signWith(key, textOf(tombstone)) };
}

/** Over the content too: so the last tombstone vouches for those before it, whose keys may long be forgotten. */
const digestOf = (tombstone: Tombstone): Buffer => sha256(`${textOf(tombstone)}.${hex(tombstone.signature)}`);

export async function putTombstone(ask: Ask, unsigned: Unsigned): Promise<Tombstone> {
  const row = sign(unsigned);
  await ask(PUT, [
    row.number, row.first_seal, row.last_seal, row.events, row.first_at, row.last_at, row.fingerprint, row.is_verified, row.applied_at, row.applied_by, row.previous, row.key_id, row.signature,
  ]);
  return row;
}

const isKnown = (keyId: string): boolean => sealKeys().some(({ id }) => id === keyId);

/** @throws Fault where it does not stand behind `dropped` */
function checkTombstone(tombstone: Tombstone, dropped: Dropped): void {
  const where = { at: tombstone.applied_at.toISOString(), seal: dropped.lastSeal + 1 };
  const due = dropped.tombstones + 1;
  if (tombstone.number !== due) fail("tombstone", `Tombstone ${due} is missing: after it comes ${tombstone.number}.`, where);
  if (isKnown(tombstone.key_id) && !isSignedBy(tombstone.key_id, textOf(tombstone), tombstone.signature)) fail("tombstone", `Tombstone ${tombstone.number} is not what was signed.`, where);
  // It is what was signed itself, so the one before it is not, by whatever key that says it is.
  if (!Buffer.from(dropped.digest).equals(tombstone.previous)) fail("tombstone", `Tombstone ${dropped.tombstones} is not the one that ${tombstone.number} names.`, { ...where, seal: dropped.firstSealOfLast });
  if (tombstone.first_seal !== dropped.lastSeal + 1) fail("tombstone", `Tombstone ${tombstone.number} leaves a gap: seals ${dropped.lastSeal + 1} to ${tombstone.first_seal - 1} are in none.`, where);
}

/** What lies before a tombstone is vouched for by one that says that everything was verified, and whose own signature holds. */
function standingWith(dropped: Dropped, { is_verified, key_id, events }: Tombstone): Pick<Dropped, "unverified" | "unvouched" | "isLastChecked"> {
  const isLastChecked = isKnown(key_id);
  const unverified = dropped.unverified + (is_verified ? 0 : events);
  if (!isLastChecked) return { isLastChecked, unverified, unvouched: dropped.unvouched + (is_verified ? events : 0) };
  return { isLastChecked, unverified: unverified + (is_verified ? 0 : dropped.unvouched), unvouched: 0 };
}

const including = (dropped: Dropped, tombstone: Tombstone): Dropped => ({
  ...standingWith(dropped, tombstone),
  tombstones: tombstone.number,
  firstSealOfLast: tombstone.first_seal,
  lastSeal: tombstone.last_seal,
  fingerprint: tombstone.fingerprint,
  digest: digestOf(tombstone),
  events: dropped.events + tombstone.events,
  until: dropped.until && dropped.until > tombstone.last_at ? dropped.until : tombstone.last_at,
});

/**
 * All tombstones behind those of `known`, each checked.
 *
 * @param mayBeForgotten whether the last may be signed by a key that is not known any more
 * @throws Fault
 */
export async function readDropped(ask: Ask, known: Dropped = NOTHING_DROPPED, mayBeForgotten = false): Promise<Dropped> {
  let dropped = known;
  let last: Tombstone | undefined;
  for (;;) {
    const tombstones = await ask<Tombstone>(READ, [dropped.tombstones]);
    for (const tombstone of tombstones) {
      checkTombstone(tombstone, dropped);
      dropped = including(dropped, tombstone);
      last = tombstone;
    }
    if (tombstones.length < READ_TOGETHER) break;
  }
  if (last && !mayBeForgotten && !dropped.isLastChecked) {
    fail("tombstone", `Tombstone ${last.number} is signed by a key that is not known here: name the secret of its time as AUTH_SECRET_PREVIOUS.`, { at: last.applied_at.toISOString(), seal: last.first_seal });
  }
  return dropped;
}

/** What the first seal that is left has to be. */
export const linkBehind = ({ lastSeal, fingerprint }: Dropped): Link => ({ number: lastSeal + 1, previous: fingerprint });
