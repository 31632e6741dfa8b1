/** Ed25519 keys for the seals, derived from the secret as the MACs' keys are: today's signs, the one before still verifies. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { deriveKey, sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";

interface SealKey {
  id: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** For the head row, which needs no reader but us. */
  headKey: Buffer;
}

/** PKCS #8 around a raw Ed25519 seed (RFC 8410 section 7). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

function keyOf(secret: string): SealKey {
  const seed = deriveKey(secret, "audit seal v1");
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey);
  const id = sha256(publicKey.export({ format: "der", type: "spki" })).toString("hex").slice(0, 8);
  return { id, privateKey, publicKey, headKey: deriveKey(secret, "audit seal head v1") };
}

const kept = new Map<string, SealKey>();

function keyFor(secret: string): SealKey {
  const key = kept.get(secret) ?? keyOf(secret);
  kept.set(secret, key);
  return key;
}

/** Today's key first, then the one before, where it is named. */
export const sealKeys = (): SealKey[] => [env.authSecret, env.authSecretPrevious].filter((secret) => secret !== undefined && secret !== "").map((secret) => keyFor(String(secret)));

export function signingKey(): SealKey {
  return keyFor(env.authSecret);
}

export const signWith = ({ privateKey }: SealKey, text: string): Buffer => sign(null, Buffer.from(text), privateKey);

/** false also for a key that is neither today's nor the one before. */
export function isSignedBy(keyId: string, text: string, signature: Uint8Array): boolean {
  const key = sealKeys().find(({ id }) => id === keyId);
  return key !== undefined && verify(null, Buffer.from(text), key.publicKey, signature);
}
