import { expect, it } from "vitest";
import { takeInProcess } from "@/lib/rate-limit/process-window";

const KEPT = 50_000;

/** Milliseconds that each of `count` new keys takes. */
function costOfNewKeys(prefix: string, count: number): number {
  const startedAt = performance.now();
  for (let i = 0; i < count; i++) takeInProcess({ key: `${prefix}${i}`, points: 5, windowSeconds: 60 });
  return (performance.now() - startedAt) / count;
}

it("costs no more for each new address once it is full, as when somebody sends from a whole IPv6 prefix @asvs V2.4.1", () => {
  const whileFilling = costOfNewKeys("first-", KEPT);
  expect(costOfNewKeys("next-", 1000)).toBeLessThan(Math.max(whileFilling, 0.001) * 50);
});
