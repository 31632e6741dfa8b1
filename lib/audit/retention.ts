/**
 * Drops old periods of the trail: whole seals, oldest first and without a gap, each looked at before it goes, and a signed
 * tombstone in their place. By the command alone, under a role of its own: no operation calls this.
 */
import { now } from "@/lib/clock";
import { newId } from "@/lib/ids";
import { sealEvent, WRITE_AUDIT } from "./audit-event";
import { checkLink, checkSealedEvents, type Link, SEAL_COLUMNS } from "./check-seal";
import { fingerprintOf, type Seal } from "./seal";
import type { Ask } from "./seal-pending";
import { type Dropped, linkBehind, putTombstone, readDropped, type Tombstone } from "./tombstone";
import { Fault } from "./trail-fault";

export interface RetentionRequest {
  /** Seals all of whose events are older go. */
  before: Date;
  /** Whoever has it done. */
  by: string;
  /** Drop also what is not as it was signed; the tombstone then says so. */
  mayBeBroken?: boolean;
}

/** What one tombstone stands for. */
export interface Period {
  firstSeal: number;
  lastSeal: number;
  ids: string[];
  firstAt: Date;
  lastAt: Date;
  fingerprint: Uint8Array;
  isVerified: boolean;
}

/** Of one transaction: ten thousand events, at a thousand in a seal. */
export const SEALS_PER_PIECE = 10;
/** Any constant that no other advisory lock of ours uses. */
export const RETENTION_LOCK_KEY = 7_140_023;

/** Never the last seal: the next one has to name it, and the head already does. */
const OLDEST = `SELECT ${SEAL_COLUMNS} FROM audit_seals WHERE number >= $1 AND number < (SELECT max(number) FROM audit_seals) ORDER BY number LIMIT $2`;

/** Seals in their order, as far as each is older and, unless that is allowed, as it was signed. @throws Fault of the very first */
async function dueSeals(ask: Ask, link: Link, { before, mayBeBroken }: RetentionRequest, max: number): Promise<{ seals: Seal[]; isVerified: boolean }> {
  const seals: Seal[] = [];
  let [expected, isVerified] = [link, true];
  for (const seal of await ask<Seal>(OLDEST, [link.number, max])) {
    if (seal.last_at >= before) break;
    try {
      checkLink(seal, expected);
      await checkSealedEvents(ask, seal);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (!mayBeBroken && seals.length > 0) break;
      if (!mayBeBroken) throw error;
      isVerified = false;
    }
    seals.push(seal);
    expected = { number: seal.number + 1, previous: fingerprintOf(seal) };
  }
  return { seals, isVerified };
}

/**
 * What the next piece would take; null: nothing is left to drop.
 *
 * @throws Fault where the oldest seal, or one of its events, is not what was signed
 */
export async function nextPeriod(ask: Ask, link: Link, request: RetentionRequest, max = SEALS_PER_PIECE): Promise<Period | null> {
  const { seals, isVerified } = await dueSeals(ask, link, request, max);
  const last = seals.at(-1);
  if (!last) return null;
  return {
    firstSeal: link.number,
    lastSeal: last.number,
    ids: seals.flatMap(({ ids }) => ids),
    firstAt: new Date(Math.min(...seals.map(({ first_at }) => first_at.getTime()))),
    lastAt: new Date(Math.max(...seals.map(({ last_at }) => last_at.getTime()))),
    fingerprint: fingerprintOf(last),
    isVerified,
  };
}

/** Behind a period that is gone, or thought to be. */
export const linkAfter = ({ lastSeal, fingerprint }: Period): Link => ({ number: lastSeal + 1, previous: fingerprint });

async function record(ask: Ask, { number, first_seal, last_seal, events, first_at, last_at, is_verified }: Tombstone, { before, by }: RetentionRequest): Promise<void> {
  const rows = sealEvent(
    { action: "audit.retention_applied", identifier: by, metadata: { tombstone: number, first_seal, last_seal, events, first_at, last_at, before, verified: is_verified } },
    { actorId: null, impersonatorId: null, organizationId: null, sessionId: null, requestId: newId(), ipAddress: null, userAgent: null },
  );
  await ask(WRITE_AUDIT, [JSON.stringify([rows])]);
}

const tombstoneOf = (period: Period, dropped: Dropped, by: string) => ({
  number: dropped.tombstones + 1,
  first_seal: period.firstSeal,
  last_seal: period.lastSeal,
  events: period.ids.length,
  first_at: period.firstAt,
  last_at: period.lastAt,
  fingerprint: period.fingerprint,
  // By a key that is not known, the last one may be anybody's: this one names it, and must not vouch for it.
  is_verified: period.isVerified && dropped.isLastChecked,
  applied_at: now(),
  applied_by: by,
  previous: dropped.digest,
});

/** Waits for whoever else drops; the end of the transaction lets go. */
async function takeTurn(ask: Ask, onWait: () => void): Promise<void> {
  const [lock] = await ask<{ mine: boolean }>("SELECT pg_try_advisory_xact_lock($1) AS mine", [RETENTION_LOCK_KEY]);
  if (lock?.mine) return;
  onWait();
  await ask("SELECT pg_advisory_xact_lock($1)", [RETENTION_LOCK_KEY]);
}

/**
 * Drops one piece inside the caller's transaction; null: nothing is left to drop.
 *
 * @throws Fault where a tombstone, the oldest seal, or one of its events, is not what was signed
 */
export async function dropPeriod(ask: Ask, request: RetentionRequest, { max = SEALS_PER_PIECE, onWait = () => undefined }: { max?: number; onWait?: () => void } = {}): Promise<Tombstone | null> {
  await takeTurn(ask, onWait);
  const dropped = await readDropped(ask, undefined, request.mayBeBroken);
  const period = await nextPeriod(ask, linkBehind(dropped), request, max);
  if (!period) return null;
  await ask("DELETE FROM audit_personal WHERE event_id = ANY($1::uuid[])", [period.ids]);
  await ask("DELETE FROM audit_events WHERE id = ANY($1::uuid[])", [period.ids]);
  await ask("DELETE FROM audit_seals WHERE number BETWEEN $1 AND $2", [period.firstSeal, period.lastSeal]);
  const tombstone = await putTombstone(ask, tombstoneOf(period, dropped, request.by));
  await record(ask, tombstone, request);
  return tombstone;
}
