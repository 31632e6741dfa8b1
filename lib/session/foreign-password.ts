/** Checks the hashes of other systems, on other threads than the one that answers requests. */
import { pbkdf2 as pbkdf2Callback, scrypt as scryptCallback, type ScryptOptions, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { log } from "@/lib/log";
import type { PasswordKind } from "./password-kind";

const pbkdf2 = promisify(pbkdf2Callback);
const scrypt = promisify<string, string, number, ScryptOptions, Buffer>(scryptCallback);

/** What stands behind the kind: salt and digest. */
function partsOf(hash: string, { text }: PasswordKind): { salt: string; digest: Buffer } {
  const [salt = "", digest = ""] = hash.slice(text.length).split("$");
  return { salt, digest: Buffer.from(digest, "hex") };
}

/** Whether a hash of a kind that is not bcrypt is this password's. */
export async function matchesForeign(password: string, hash: string, kind: Exclude<PasswordKind, { scheme: "bcrypt" }>): Promise<boolean> {
  try {
    if (kind.scheme === "argon2") return await matchesArgon2(password, hash);
    const { salt, digest } = partsOf(hash, kind);
    return timingSafeEqual(await derive(password, salt, digest.length, kind), digest);
  } catch (error) {
    // One hash that nothing can compute is nobody's password; it must not keep everybody else from signing in.
    log.error("password.unreadable-hash", { kind: kind.text, error });
    return false;
  }
}

/** As Werkzeug's `generate_password_hash` does; the salt is the text itself. */
function derive(password: string, salt: string, length: number, kind: Extract<PasswordKind, { scheme: "pbkdf2" | "scrypt" }>): Promise<Buffer> {
  if (kind.scheme === "pbkdf2") return pbkdf2(password, salt, kind.iterations, length, kind.digest);
  const { n: N, r, p } = kind;
  // What OpenSSL reckons with, and a little more.
  return scrypt(password, salt, length, { N, r, p, maxmem: 128 * r * (N + p + 2) + 1024 });
}

type Verify = (hash: string, password: string) => Promise<boolean>;

/** Not among our dependencies: whoever brings such hashes installs one of the two. */
const ARGON2_BINDINGS = ["@node-rs/argon2", "argon2"];

let binding: Promise<Verify | null> | undefined;

async function findBinding(): Promise<Verify | null> {
  for (const name of ARGON2_BINDINGS) {
    try {
      const loaded = (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ name)) as { verify?: Verify; default?: { verify?: Verify } };
      const verify = loaded.verify ?? loaded.default?.verify;
      if (verify) return (hash, password) => verify(hash, password);
    } catch {
      // The next one, or none.
    }
  }
  return null;
}

/** Whether argon2 hashes can be checked here. */
export const hasArgon2 = async (): Promise<boolean> => (await (binding ??= findBinding())) !== null;

async function matchesArgon2(password: string, hash: string): Promise<boolean> {
  const verify = await (binding ??= findBinding());
  if (verify) return verify(hash, password);
  log.error("password.no-argon2", { remedy: `install ${ARGON2_BINDINGS.join(" or ")}: until then nobody whose hash is of argon2 can sign in` });
  return false;
}
