/**
 * People who move in from another system (`npm run import:users`): their file, what is to come of each row, and the accounts. Making
 * accounts and roles is the admin feature's, checking passwords is lib/session's.
 *
 * This file: which of the password hashes that they bring can be used.
 */
import { hasArgon2 } from "@/lib/session/foreign-password";
import { COST_MAX, kindOf, type PasswordKind } from "@/lib/session/password-kind";

/** A hash to keep, with its kind; or why its account comes without one. */
export type Judged = { hash: string; kind: string } | { refusal: string };

const UNKNOWN = "This is no hash that sign-in can check: bcrypt, argon2, and Werkzeug's pbkdf2 and scrypt are.";
const NO_ARGON2 = "Sign-in cannot check argon2 here. Install @node-rs/argon2 (or argon2) and run this again with --update.";
const FAULTY = "$2x$ marks hashes of a bcrypt that had a fault (crypt_blowfish before 1.1), which is not imitated here.";

const tooCostly = (what: string) => `${what}, more than a sign-in may cost here.`;

/** What is wrong with what a check would cost; null where nothing is. */
function costRefusal(kind: PasswordKind): string | null {
  switch (kind.scheme) {
    case "bcrypt":
      if (kind.cost < 4 || kind.cost > 31) return UNKNOWN;
      return kind.cost > COST_MAX.bcryptCost ? tooCostly(`This is bcrypt at cost ${kind.cost}`) : null;
    case "pbkdf2":
      return kind.iterations > COST_MAX.pbkdf2Iterations ? tooCostly(`This is pbkdf2 with ${kind.iterations} iterations`) : null;
    case "scrypt":
      // RFC 7914 section 2: a power of 2 below 2^(128 r / 8).
      if (kind.n < 2 || !Number.isInteger(Math.log2(kind.n)) || Math.log2(kind.n) >= 16 * kind.r) return UNKNOWN;
      return kind.n * kind.r * kind.p > COST_MAX.scryptWork ? tooCostly(`This is scrypt with N ${kind.n}, r ${kind.r}, p ${kind.p}`) : null;
    case "argon2":
      if (kind.memoryKib < 8 * kind.lanes) return UNKNOWN;
      return kind.memoryKib > COST_MAX.argon2MemoryKib || kind.memoryKib * kind.passes > COST_MAX.argon2Work
        ? tooCostly(`This is argon2 with ${kind.memoryKib} KiB in ${kind.passes} passes`)
        : null;
  }
}

/** $2a$, $2b$ and $2y$ are the same for whatever a person can type; ours is $2b$. */
const normalised = (text: string): string => text.replace(/^\$2[ay]\$/, () => "$2b$");

export async function judgeHash(text: string): Promise<Judged> {
  if (text.startsWith("$2x$")) return { refusal: FAULTY };
  const hash = normalised(text);
  const kind = kindOf(hash);
  if (!kind) return { refusal: UNKNOWN };
  const refusal = costRefusal(kind) ?? (kind.scheme === "argon2" && !(await hasArgon2()) ? NO_ARGON2 : null);
  return refusal === null ? { hash, kind: kind.text } : { refusal };
}
