/** A fixed window kept in this process: for general reads, where a shared counter would cost more than the read. */
import { now } from "@/lib/clock";
import type { Counter, Standing } from "./rate-limit";

const KEYS_MAX = 50_000;
/** Room is made for many at once: looking through all keys for each new one would cost milliseconds a request. */
const KEYS_KEPT = 45_000;
const windows = new Map<string, { points: number; endsAt: number }>();

/** Takes a point; bounded memory: when full, ended windows go first, then the oldest. */
export function takeInProcess({ key, points, windowSeconds }: Counter): Standing {
  const at = now().getTime();
  let window = windows.get(key);
  if (!window || window.endsAt <= at) {
    if (windows.size >= KEYS_MAX) evict(at);
    window = { points: 0, endsAt: at + windowSeconds * 1000 };
    windows.set(key, window);
  }
  window.points += 1;
  return {
    key,
    limit: points,
    remaining: Math.max(0, points - window.points),
    resetSeconds: Math.max(1, Math.ceil((window.endsAt - at) / 1000)),
    isRefused: window.points > points,
  };
}

function evict(at: number): void {
  for (const [key, window] of windows) if (window.endsAt <= at) windows.delete(key);
  for (const key of windows.keys()) {
    if (windows.size <= KEYS_KEPT) return;
    windows.delete(key);
  }
}
