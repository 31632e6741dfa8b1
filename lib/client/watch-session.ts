import type { ApiSession } from "./api-session";

/** What a page asks of a session while it is shown: that it follows what other tabs do, and grows neither old nor stale. */
interface Watch {
  session: ApiSession;
  /** Reads the person from the server; says what it came to only through the store. */
  look: () => Promise<void>;
  /** The last look found no server. */
  isUnsure: () => boolean;
}

/** @returns ends the watch */
export function watchSession(watch: Watch): () => void {
  const { session } = watch;
  const { tokenRefreshInterval } = session.config;
  const follow = followOf(watch);
  const ends = [
    session.tabs.listen(follow),
    onStored(follow),
    onReturn(watch),
    ...(tokenRefreshInterval === null ? [] : [every(tokenRefreshInterval, () => void renewQuietly(session))]),
  ];
  return () => ends.forEach((end) => end());
}

/** Another tab signed in or out. What is stored says whether that was in this sign-in: a process may hold several. */
function followOf({ session, look }: Watch): () => void {
  const read = () =>
    session.tokens.read().catch((error: unknown) => {
      session.config.onBackgroundError(error, "the storage could not be read");
      return null;
    });
  let known = read();
  const follow = async () => {
    const before = known;
    known = read();
    const now = await known;
    if (!now || now.generation === (await before)?.generation) return;
    if (now.isOut) session.store.set({ user: null, isAuthenticated: false, loading: false });
    else await look();
  };
  return () => void follow();
}

/** The message of another tab may be quicker than what it stored, which browsers bring over in their own time. */
function onStored(follow: () => void): () => void {
  if (typeof document === "undefined") return () => undefined;
  // React Native may have a document of sorts, and no events of a page.
  globalThis.addEventListener?.("storage", follow);
  return () => globalThis.removeEventListener?.("storage", follow);
}

async function renewQuietly(session: ApiSession): Promise<void> {
  if (!session.store.getSnapshot().isAuthenticated) return;
  await session.renew().catch((error: unknown) => session.config.onBackgroundError(error, "the session could not be renewed"));
}

/** Back in view or online: what is shown may be older than one wants, or have found no server. */
function onReturn({ session: { config, store }, look, isUnsure }: Watch): () => void {
  if (typeof document === "undefined") return () => undefined;
  let readAt = Date.now();
  const read = () => {
    const isOld = config.rbac.autoFetchPermissions && store.getSnapshot().isAuthenticated && Date.now() - readAt >= config.rbac.permissionCacheTTL;
    if (document.visibilityState !== "visible" || !(isOld || isUnsure())) return;
    readAt = Date.now();
    void look();
  };
  document.addEventListener("visibilitychange", read);
  globalThis.addEventListener("online", read);
  return () => {
    document.removeEventListener("visibilitychange", read);
    globalThis.removeEventListener("online", read);
  };
}

function every(milliseconds: number, work: () => void): () => void {
  const timer = setInterval(work, milliseconds);
  // In Node a timer keeps the process alive.
  (timer as { unref?: () => void }).unref?.();
  return () => clearInterval(timer);
}
