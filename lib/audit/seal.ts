/** A seal: a batch of events in their order, and the seal before, under one signature. Here is what is signed; no SQL. */
import { hmacSha256, sha256 } from "@/lib/crypto";
import { canonical } from "./audit-event";
import { isSignedBy, sealKeys, signingKey, signWith } from "./seal-key";

/** A row of audit_seals as a statement gives it. */
export interface Seal {
  number: number;
  sealed_at: Date;
  first_at: Date;
  last_at: Date;
  ids: string[];
  macs: Uint8Array;
  previous: Uint8Array;
  key_id: string;
  signature: Uint8Array;
}

export interface SealHead {
  number: number;
  mac: Uint8Array;
}

export const MAC_BYTES = 32;

/** What the first seal stands behind. */
export const NOTHING_BEFORE = Buffer.alloc(32);

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const textOf = (seal: Omit<Seal, "signature">): string =>
  canonical({
    number: seal.number,
    sealed_at: seal.sealed_at.toISOString(),
    first_at: seal.first_at.toISOString(),
    last_at: seal.last_at.toISOString(),
    ids: hex(sha256(seal.ids.join(","))),
    macs: hex(sha256(seal.macs)),
    previous: hex(seal.previous),
    key_id: seal.key_id,
  });

/** What the next seal names, and what to note elsewhere: the trail up to here is then beyond anybody's reach. */
export const fingerprintOf = (seal: Pick<Seal, "signature">): Buffer => sha256(seal.signature);

export function signSeal(unsigned: Omit<Seal, "signature" | "key_id">): Seal {
  const key = signingKey();
  const seal = { ...unsigned, key_id: key.id };
  return { ...seal, signature: signWith(key, textOf(seal)) };
}

export const isSealed = (seal: Seal): boolean => isSignedBy(seal.key_id, textOf(seal), seal.signature);

const headMac = (key: Uint8Array, { number, signature }: Pick<Seal, "number" | "signature">): Buffer => hmacSha256(key, `${number}.${hex(signature)}`);

export const headOf = (seal: Seal): SealHead => ({ number: seal.number, mac: headMac(signingKey().headKey, seal) });

/** Whether the head names this seal as the last. */
export const isHeadOf = (head: SealHead, seal: Pick<Seal, "number" | "signature">): boolean =>
  head.number === seal.number && sealKeys().some(({ headKey }) => headMac(headKey, seal).equals(head.mac));
