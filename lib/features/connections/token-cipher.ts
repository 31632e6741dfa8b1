/**
 * What providers gave for their APIs, encrypted (AES-256-GCM). The first eight bytes name the key, so that it can be read, and
 * told to be unreadable, after the secret was replaced.
 */
import { decrypt, deriveKey, encrypt, sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";

const PURPOSE = "provider tokens v1";
const KEY_ID_BYTES = 8;

const keyOf = (secret: string) => {
  const key = deriveKey(secret, PURPOSE);
  return { id: sha256(key).subarray(0, KEY_ID_BYTES), key };
};

export function sealTokens(tokens: Record<string, string>): Buffer {
  const { id, key } = keyOf(env.authSecret);
  return Buffer.concat([id, encrypt(key, JSON.stringify(tokens))]);
}

/** null: sealed under a secret that is known no more. @throws Error where a byte was changed */
export function openTokens(sealed: Uint8Array): Record<string, string> | null {
  const secrets = [env.authSecret, ...(env.authSecretPrevious ? [env.authSecretPrevious] : [])];
  const found = secrets.map(keyOf).find(({ id }) => id.equals(sealed.subarray(0, KEY_ID_BYTES)));
  return found ? (JSON.parse(decrypt(found.key, sealed.subarray(KEY_ID_BYTES))) as Record<string, string>) : null;
}
