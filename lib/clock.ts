/**
 * The one place where Node reads the time. A test build shifts it (and app_now() in SQL, and the edge) by one
 * offset; in every other build the offset is zero and nothing can set it.
 */
import { env } from "./env";

const shared = globalThis as typeof globalThis & { gatehouseClockOffsetMs?: number };

/** Milliseconds by which a test build has moved its clocks. */
export const clockOffsetMs = (): number => shared.gatehouseClockOffsetMs ?? 0;

export const now = (): Date => new Date(Date.now() + clockOffsetMs());

export const nowSeconds = (): number => Math.floor((Date.now() + clockOffsetMs()) / 1000);

/** Moves this process's clocks; the pool's connections keep theirs until it is opened anew. @throws outside of test builds */
export function setClockOffset(offsetMs: number): void {
  if (!env.isTestBuild) throw new Error("the clock moves in test builds only");
  shared.gatehouseClockOffsetMs = offsetMs;
}
