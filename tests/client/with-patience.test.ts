import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { withPatience } from "@/lib/client/with-patience";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Never answers, and ends only by its signal, as fetch does. */
const silence = (signal: AbortSignal) => new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));

it("ends what lasts longer than fifteen seconds, in words of its own", async () => {
  const work = expect(withPatience(silence)).rejects.toMatchObject({ code: "NETWORK_ERROR", message: expect.stringContaining("too long") as string });
  await vi.advanceTimersByTimeAsync(15_000);
  await work;
});

it("leaves alone what is done in time, and no timer behind", async () => {
  expect(await withPatience(async (signal) => signal.aborted)).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

it("ends sooner where its caller does, before or during the work", async () => {
  const controller = new AbortController();
  const work = expect(withPatience(silence, controller.signal)).rejects.toThrow("enough");
  controller.abort(new Error("enough"));
  await work;
  await expect(withPatience(async (signal) => signal.throwIfAborted(), controller.signal)).rejects.toThrow("enough");
  expect(vi.getTimerCount()).toBe(0);
});
