/**
 * For answers that must not tell by their time what was found: whether an address is known, say. Where the same work can be done whatever was
 * found, that is the better way: `decoyOf` of `lib/outbox/outbox.ts`.
 */
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

/** More than the work behind such an answer takes, hashing left out. */
const FLOOR_MS = 60;
/** What is left of a difference (a timer's rounding, a queue) drowns in it. */
const SPREAD_MS = 40;

/**
 * Does the work, and answers or throws at a moment that was drawn before it began. Hold no transaction open around it:
 * it waits.
 */
export async function inEvenTime<T>(work: () => Promise<T>): Promise<T> {
  const end = performance.now() + FLOOR_MS + randomInt(SPREAD_MS * 1000) / 1000;
  try {
    return await work();
  } finally {
    const left = end - performance.now();
    if (left > 0) await sleep(left);
  }
}
