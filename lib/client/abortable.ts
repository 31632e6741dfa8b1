/** What an aborted call rejects with. Older React Native knows no `reason`. */
const abortReason = (signal: AbortSignal): unknown => signal.reason ?? Object.assign(new Error("The call was aborted."), { name: "AbortError" });

/** Stops waiting when the signal aborts; the work itself goes on for whoever else waits for it. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(abortReason(signal));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** @throws the signal's reason where it was aborted */
export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortReason(signal);
}
