/** For whoever has lost their second factor: ten codes of fifty bits, each good once, stored as keyed digests. */
import { randomInt } from "node:crypto";
import { deriveKey, hmacSha256 } from "@/lib/crypto";
import { env } from "@/lib/env";

const COUNT = 10;
const LENGTH = 10;
/** Without I, L, O and U (Crockford's base 32): nothing that is misread on paper. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** At so many left their owner is asked to make new ones. */
export const FEW_CODES = 3;

const digest = (secret: string, userId: string, code: string): Buffer => hmacSha256(deriveKey(secret, "recovery code v1"), `${userId}:${code}`);

const newCode = (): string => Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

/** As it is compared: what was typed, without what people put between, and with the letters that it cannot hold as the digits they look like. */
export const plainCode = (typed: string): string => typed.toLowerCase().replace(/[\s-]/g, "").replaceAll("o", "0").replace(/[il]/g, "1");

export const isRecoveryCode = (code: string): boolean => code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter));

/** What a stored digest of it can be: under the present secret, and under the one before. */
export const recoveryDigests = (userId: string, code: string): Buffer[] =>
  [env.authSecret, env.authSecretPrevious].filter((secret) => secret !== undefined && secret !== "").map((secret) => digest(String(secret), userId, code));

/** Ten new ones: as they are shown (`k3x9p-7mq2d`), and as they are stored. */
export function newRecoveryCodes(userId: string): { shown: string[]; digests: Buffer[] } {
  const codes = new Set<string>();
  while (codes.size < COUNT) codes.add(newCode());
  const shown = [...codes].map((code) => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`);
  return { shown, digests: [...codes].map((code) => digest(env.authSecret, userId, code)) };
}
