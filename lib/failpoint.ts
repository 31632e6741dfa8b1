/**
 * Named failpoints: a test build can make a place in the code throw, to show what a crash there leaves behind. In
 * every other build `failpoint` does nothing and nothing can arm it.
 */
import { env } from "./env";

const shared = globalThis as typeof globalThis & { gatehouseFailpoints?: Set<string> };

export function failpoint(name: string): void {
  if (env.isTestBuild && shared.gatehouseFailpoints?.has(name)) throw new Error(`failpoint ${name}`);
}

/** Arms exactly these. @throws outside of test builds. */
export function armFailpoints(names: readonly string[]): void {
  if (!env.isTestBuild) throw new Error("failpoints exist in test builds only");
  shared.gatehouseFailpoints = new Set(names);
}
