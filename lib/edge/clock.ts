import { edgeEnv } from "./env";
import { privateHeaders } from "./private-headers";

const shared = globalThis as typeof globalThis & { gatehouseClockOffsetMs?: number };

/**
 * Seconds since the epoch, for the edge and for token verification. In a test build the offset comes from the guard's
 * private header (the edge sandbox has a `globalThis` of its own) or, on Node, from where lib/clock.ts keeps it.
 */
export const edgeNowSeconds = (trustedHeaders?: Headers): number => {
  if (!edgeEnv().isTestBuild) return Math.floor(Date.now() / 1000);
  const sent = Number(trustedHeaders?.get(privateHeaders.clock) ?? NaN);
  const offsetMs = Number.isFinite(sent) ? sent : (shared.gatehouseClockOffsetMs ?? 0);
  return Math.floor((Date.now() + offsetMs) / 1000);
};
