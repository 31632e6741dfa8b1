/**
 * Secrets that have to be read again, encrypted (AES-256-GCM) under a key of `AUTH_SECRET` for one purpose. The first eight bytes
 * name the key, so that what was sealed under `AUTH_SECRET_PREVIOUS` can be read, and told from what nobody can read any more.
 */
import { decrypt, deriveKey, encrypt, sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";

const KEY_ID_BYTES = 8;

export interface Opened {
  plain: string;
  /** Sealed under the present secret; else it should be sealed again. */
  isCurrent: boolean;
}

export interface SecretCipher {
  seal(plain: string): Buffer;
  /** null: sealed under a secret that is known no more. @throws Error where a byte was changed */
  open(sealed: Uint8Array): Opened | null;
}

export function secretCipher(purpose: string): SecretCipher {
  const keyOf = (secret: string) => {
    const key = deriveKey(secret, purpose);
    return { id: sha256(key).subarray(0, KEY_ID_BYTES), key };
  };
  return {
    seal(plain) {
      const { id, key } = keyOf(env.authSecret);
      return Buffer.concat([id, encrypt(key, plain)]);
    },
    open(sealed) {
      const secrets = [env.authSecret, ...(env.authSecretPrevious ? [env.authSecretPrevious] : [])];
      const at = secrets.map(keyOf).findIndex(({ id }) => id.equals(sealed.subarray(0, KEY_ID_BYTES)));
      const found = secrets[at];
      return found === undefined ? null : { plain: decrypt(keyOf(found).key, sealed.subarray(KEY_ID_BYTES)), isCurrent: at === 0 };
    },
  };
}
