import { describe, expect, it, vi } from "vitest";
import { RequestStore } from "@/components/auth/request-store";

/** A question that is answered when the test says so. */
function question<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    [resolve, reject] = [onResolve, onReject];
  });
  const signals: AbortSignal[] = [];
  const ask = (signal: AbortSignal) => {
    signals.push(signal);
    return promise;
  };
  return { ask, resolve: (value: T) => resolve(value), reject: (error: Error) => reject(error), signal: () => signals[0] };
}

describe("RequestStore", () => {
  it("tells what is asked and what was answered, and keeps the answer while asking again", async () => {
    const store = new RequestStore<string>();
    const told = vi.fn();
    const end = store.subscribe(told);
    const first = question<string>();
    expect(store.getState()).toEqual({ data: null, loading: false, failure: null });
    const running = store.run(first.ask);
    expect(store.getState()).toEqual({ data: null, loading: true, failure: null });
    first.resolve("one");
    expect(await running).toBe("one");
    expect(store.getState()).toEqual({ data: "one", loading: false, failure: null });
    const again = question<string>();
    void store.run(again.ask);
    expect(store.getState()).toEqual({ data: "one", loading: true, failure: null });
    expect(told).toHaveBeenCalledTimes(3);
    end();
    again.resolve("two");
    await vi.waitFor(() => expect(store.getState().data).toBe("two"));
    expect(told).toHaveBeenCalledTimes(3);
  });

  it("lets the newest question win, whichever is answered first, and cancels the others", async () => {
    const store = new RequestStore<string>();
    const [slow, quick] = [question<string>(), question<string>()];
    const overtaken = store.run(slow.ask);
    const newest = store.run(quick.ask);
    expect([slow.signal()?.aborted, quick.signal()?.aborted]).toEqual([true, false]);
    quick.resolve("new");
    expect(await newest).toBe("new");
    slow.resolve("old");
    expect(await overtaken).toBeNull();
    expect(store.getState()).toEqual({ data: "new", loading: false, failure: null });
  });

  it("says why there is no answer, keeps the one before, and forgets the trouble with the next", async () => {
    const store = new RequestStore<string>();
    await store.run(async () => "one");
    expect(await store.run(() => Promise.reject(new Error("offline")))).toBeNull();
    expect(store.getState()).toEqual({ data: "one", loading: false, failure: new Error("offline") });
    await store.run(async () => "two");
    expect(store.getState().failure).toBeNull();
  });

  it("drops what is on its way when it is stopped, without a word about it", async () => {
    const store = new RequestStore<string>();
    const asked = question<string>();
    const running = store.run(asked.ask);
    store.stop();
    expect(asked.signal()?.aborted).toBe(true);
    asked.reject(new Error("aborted"));
    expect(await running).toBeNull();
    expect(store.getState()).toEqual({ data: null, loading: false, failure: null });
  });
});
