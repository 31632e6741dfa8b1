/**
 * The password hashes that sign-in can check: ours, and those that people bring from another system (`npm run import:users`).
 * A hash's kind is all that stands before its salt, so the same kind is the same work. Checking them is password.ts's.
 */

/** How a hash is checked, with what its text says about it. */
export type PasswordKind =
  | { scheme: "bcrypt"; text: string; cost: number }
  | { scheme: "pbkdf2"; text: string; digest: "sha1" | "sha256" | "sha512"; iterations: number }
  | { scheme: "scrypt"; text: string; n: number; r: number; p: number }
  | { scheme: "argon2"; text: string; memoryKib: number; passes: number; lanes: number };

/** What one check may cost: some four times what these systems use by default, so that no file makes sign-in slow. */
export const COST_MAX = {
  bcryptCost: 14,
  pbkdf2Iterations: 2_000_000,
  /** N · r · p; with r = 8 and p = 1 that is N = 131,072 and 128 MiB. */
  scryptWork: 2 ** 20,
  argon2MemoryKib: 131_072,
  /** KiB · passes. */
  argon2Work: 2 ** 19,
};

const BCRYPT = /^(\$2[aby]\$(\d\d)\$)[./A-Za-z0-9]{53}$/;
const PBKDF2 = /^(pbkdf2:(sha1|sha256|sha512):([1-9]\d{0,9})\$)[^$]{1,128}\$([0-9a-f]+)$/;
const SCRYPT = /^(scrypt:([1-9]\d{0,9}):([1-9]\d{0,9}):([1-9]\d{0,9})\$)[^$]{1,128}\$[0-9a-f]{128}$/;
const ARGON2 = /^(\$argon2(?:id|i|d)\$v=19\$m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,2})\$)[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,172}$/;

const HEX_DIGITS = { sha1: 40, sha256: 64, sha512: 128 };

/** null for a text that is no hash that we can check, whatever it costs. */
export function kindOf(hash: string): PasswordKind | null {
  const bcrypt = BCRYPT.exec(hash);
  if (bcrypt) return { scheme: "bcrypt", text: bcrypt[1] ?? "", cost: Number(bcrypt[2]) };
  const pbkdf2 = PBKDF2.exec(hash);
  if (pbkdf2) {
    const digest = pbkdf2[2] as keyof typeof HEX_DIGITS;
    return pbkdf2[4]?.length === HEX_DIGITS[digest] ? { scheme: "pbkdf2", text: pbkdf2[1] ?? "", digest, iterations: Number(pbkdf2[3]) } : null;
  }
  const scrypt = SCRYPT.exec(hash);
  if (scrypt) return { scheme: "scrypt", text: scrypt[1] ?? "", n: Number(scrypt[2]), r: Number(scrypt[3]), p: Number(scrypt[4]) };
  const argon2 = ARGON2.exec(hash);
  if (argon2) return { scheme: "argon2", text: argon2[1] ?? "", memoryKib: Number(argon2[2]), passes: Number(argon2[3]), lanes: Number(argon2[4]) };
  return null;
}

/** Salts and digests that no password is known for: what a check against them costs is all that they are for. */
const FILLING = {
  bcrypt: "abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui",
  scrypt: `filling$${"0".repeat(128)}`,
  argon2: `${"A".repeat(22)}$${"A".repeat(43)}`,
};

const PBKDF2_FILLING = Object.entries(HEX_DIGITS).map(([digest, length]) => [`pbkdf2:${digest}:`, `filling$${"0".repeat(length)}`] as const);

const FILLINGS = [["$2", FILLING.bcrypt], ["scrypt:", FILLING.scrypt], ["$argon2", FILLING.argon2], ...PBKDF2_FILLING] as const;

/** A hash of this kind that is nobody's. @throws Error for a text that names no kind */
export function fillerOf(kind: string): string {
  const filling = FILLINGS.find(([start]) => kind.startsWith(start))?.[1];
  if (filling === undefined || kindOf(kind + filling)?.text !== kind) throw new Error(`${JSON.stringify(kind)} is no kind of password hash`);
  return kind + filling;
}
