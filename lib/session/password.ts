/**
 * Password hashing (bcrypt, `$2b$`), always off the main thread: a native binding where it is installed, bcryptjs in a
 * worker otherwise; both read each other's hashes. At most cores − 1 at a time, in a bounded queue. Hashes of other systems
 * are checked here too, and are replaced at the first sign-in.
 */
import { availableParallelism } from "node:os";
import { env } from "@/lib/env";
import { AppError, UNAVAILABLE } from "@/lib/errors";
import { PASSWORD_BYTES_MAX } from "@/lib/password-rules";
import { matchesForeign } from "./foreign-password";
import { fillerOf, kindOf } from "./password-kind";
import { hashInWorker, verifyInWorker } from "./password-worker";

const QUEUE_MAX = 128;
const CONCURRENCY = Math.max(1, availableParallelism() - 1);

interface Hasher {
  hash(password: string, cost: number): Promise<string>;
  verify(password: string, hash: string): Promise<boolean>;
}

let hasher: Promise<Hasher> | undefined;

async function choose(): Promise<Hasher> {
  if (env.passwordHasher === "js") return { hash: hashInWorker, verify: verifyInWorker };
  try {
    const native = await import("@node-rs/bcrypt");
    return {
      hash: (password, cost) => native.hash(password, { cost }),
      verify: (password, hash) => native.verify(password, hash),
    };
  } catch {
    return { hash: hashInWorker, verify: verifyInWorker };
  }
}

let running = 0;
const waiting: (() => void)[] = [];

/** One place of the few. @throws AppError 503 when the queue is full. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= CONCURRENCY) {
    if (waiting.length >= QUEUE_MAX) throw new AppError(UNAVAILABLE, { retryAfterSeconds: 5 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** A `$2b$` hash at the configured cost. The caller has checked the length. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await (hasher ??= choose());
  return inTurn(() => hash(password, env.bcryptCost));
}

/** The kind of hash that we make today. */
export const ourKind = (): string => `$2b$${String(env.bcryptCost).padStart(2, "0")}$`;

/**
 * Whether the password is the one. Without a hash (unknown account, or one without a password) the same work is done
 * and the answer is no.
 *
 * @param kinds - of the hashes that people have brought with them. Each try does the work of every kind once, ours included,
 * whoever it is for: otherwise its time would tell whether there is an account, and who has not signed in here yet.
 */
export async function verifyPassword(password: string, hash: string | null, kinds: readonly string[] = []): Promise<boolean> {
  const { verify } = await (hasher ??= choose());
  const known = hash ?? fillerOf(ourKind());
  const checked = kindOf(known)?.text;
  const others = kinds.length === 0 ? [] : [...new Set([ourKind(), ...kinds])].filter((kind) => kind !== checked).map(fillerOf);
  const matches = await inTurn(async () => {
    const isRight = await matchesHash(verify, password, known);
    for (const other of others) await matchesHash(verify, password, other);
    return isRight;
  });
  return hash !== null && matches;
}

/** bcrypt reads 72 bytes: a longer password is looked at for as long, and is not the one. */
async function matchesHash(verify: Hasher["verify"], password: string, hash: string): Promise<boolean> {
  const kind = kindOf(hash);
  if (kind && kind.scheme !== "bcrypt") return matchesForeign(password, hash, kind);
  return (await verify(password, hash)) && !passwordTooLong(password);
}

/** Whether a hash is as we would make it today. Any other one is replaced when its owner signs in. */
export const isOurHash = (hash: string): boolean => hash.startsWith(ourKind());

/** Loads the binding before the first sign-in, which would otherwise be slower. */
export async function warmPasswords(): Promise<void> {
  await verifyPassword("", null);
}

export const passwordTooLong = (password: string): boolean => Buffer.byteLength(password) > PASSWORD_BYTES_MAX;
