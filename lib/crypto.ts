/** Small cryptographic tools of Node: random tokens, digests, keyed digests, authenticated encryption. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** 256 random bits, base64url (43 characters). */
export const randomToken = (): string => randomBytes(32).toString("base64url");

export const sha256 = (value: string | Uint8Array): Buffer => createHash("sha256").update(value).digest();

export const hmacSha256 = (key: Uint8Array, value: string | Uint8Array): Buffer =>
  createHmac("sha256", key).update(value).digest();

/** A 32-byte key for one purpose (HKDF-SHA-256, RFC 5869). Different purposes give unrelated keys. */
export const deriveKey = (secret: string | Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "gatehouse", purpose, 32));

/** AES-256-GCM: 12 bytes of nonce, 16 of tag, then the ciphertext. */
export function encrypt(key: Uint8Array, plain: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws when the key is another one or a byte was changed. */
export function decrypt(key: Uint8Array, sealed: Uint8Array): string {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString("utf8");
}
