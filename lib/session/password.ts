/**
 * Password hashing (bcrypt, `$2b$`), always off the main thread: a native binding where it is installed, bcryptjs in a
 * worker otherwise; both read each other's hashes. At most cores − 1 at a time, in a bounded queue.
 */
import { availableParallelism } from "node:os";
import { env } from "@/lib/env";
import { AppError, UNAVAILABLE } from "@/lib/errors";
import { hashInWorker, verifyInWorker } from "./password-worker";

/** bcrypt reads no more than this; longer ones are refused, never cut. UTF-8 bytes. */
export const PASSWORD_BYTES_MAX = 72;

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

let dummy: Promise<string> | undefined;

/**
 * Whether the password is the one. Without a hash (unknown account, or one without a password) the same work is done
 * and the answer is no.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const { verify } = await (hasher ??= choose());
  const known = hash ?? (await (dummy ??= hashPassword("no account has this password")));
  const matches = await inTurn(() => verify(password, known));
  return hash !== null && matches;
}

/** Computes the dummy hash before the first sign-in, which would otherwise be slower for unknown accounts. */
export async function warmPasswords(): Promise<void> {
  await (dummy ??= hashPassword("no account has this password"));
}

export const passwordTooLong = (password: string): boolean => Buffer.byteLength(password) > PASSWORD_BYTES_MAX;
