/** One of all tabs at a time, where the platform can say so (Web Locks); at once elsewhere. */
export function withTabLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = typeof document === "undefined" ? undefined : globalThis.navigator?.locks;
  return locks ? (locks.request(name, work) as Promise<T>) : work();
}
