import { statement } from "@/lib/db";
import { fingerprintOf, hex } from "./seal";

export interface SealStatus {
  last: { number: number; sealed_at: Date; events: number; key_id: string; fingerprint: string } | null;
  /** Events that wait for their seal. */
  waiting: number;
}

const STATUS = `
  SELECT s.number, s.sealed_at, cardinality(s.ids) AS events, s.key_id, s.signature, (SELECT count(*)::int FROM audit_unsealed) AS waiting
    FROM (SELECT 1) one LEFT JOIN (SELECT * FROM audit_seals ORDER BY number DESC LIMIT 1) s ON true`;

interface StatusRow {
  number: number | null;
  sealed_at: Date;
  events: number;
  key_id: string;
  signature: Buffer;
  waiting: number;
}

/** The last seal and what came since. Note its fingerprint elsewhere: `npm run audit:verify -- --expect` compares. */
export async function sealStatus(): Promise<SealStatus> {
  const [row] = await statement<StatusRow>("audit.seal-status", STATUS, []);
  if (!row || row.number === null) return { last: null, waiting: row?.waiting ?? 0 };
  const { number, sealed_at, events, key_id, signature, waiting } = row;
  return { last: { number, sealed_at, events, key_id, fingerprint: hex(fingerprintOf({ signature })) }, waiting };
}
