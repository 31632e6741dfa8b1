/** What a verification of the trail found, and how it is said. */
import type { BrokenDigest, StoredEvent } from "./check-event";

/** Which of the trail's digests does not fit. */
export type TrailDigest = BrokenDigest | "seal" | "seal_signature" | "seal_order" | "seal_head" | "tombstone";

export interface TrailFault {
  digest: TrailDigest;
  /** One sentence. */
  problem: string;
  /** null where a seal or a tombstone itself is at fault. */
  event_id: string | null;
  /** Of the event; where it is gone or a seal is at fault, of the sealing. null where nothing says. */
  timestamp: string | null;
  /** Of a tombstone, the first seal that it stands for. */
  seal: number | null;
}

export class Fault extends Error {
  constructor(readonly found: TrailFault) {
    super(found.problem);
  }
}

/** @throws Fault always */
export function fail(digest: TrailDigest, problem: string, { event, at = null, seal = null }: { event?: string; at?: string | null; seal?: number | null } = {}): never {
  throw new Fault({ digest, problem, event_id: event ?? null, timestamp: at, seal });
}

const PROBLEMS: Record<BrokenDigest, string> = {
  mac: "This event is not what was written: a column was changed, or it was written by somebody without the key.",
  personal_digest: "The address, user agent or identifier of this event was changed.",
  key_id: "This event is signed by a key that is not known here: name the secret of its time as AUTH_SECRET_PREVIOUS.",
};

/** What to say of an event one of whose own digests does not fit. */
export const faultOf = (event: StoredEvent, digest: BrokenDigest, seal: number | null): TrailFault => ({ digest, problem: PROBLEMS[digest], event_id: event.id, timestamp: event.occurred_at, seal });
