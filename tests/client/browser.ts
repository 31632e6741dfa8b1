/** A browser as the API sees one: it says where its pages are from, keeps cookies unless its owner blocks them, and stores texts that all its tabs share. */
import { type StorageAdapter } from "@/lib/client/storage-adapter";
import { TEST_ORIGIN } from "../setup/test-context";

export interface Browser {
  fetch: typeof globalThis.fetch;
  cookies: Map<string, string>;
  /** What `localStorage` holds. */
  stored: Map<string, string>;
  /** Each tab has one of its own, over the same texts. */
  newStorage: () => StorageAdapter;
}

export function makeBrowser({ blocksCookies = false } = {}): Browser {
  const cookies = new Map<string, string>();
  const stored = new Map<string, string>();
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const usesCookies = init.credentials === "include" && !blocksCookies;
    const headers = new Headers(init.headers);
    headers.set("origin", TEST_ORIGIN);
    if (usesCookies && cookies.size > 0) headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    const answer = await globalThis.fetch(input, { ...init, headers });
    if (usesCookies) keep(cookies, answer.headers.getSetCookie());
    return answer;
  };
  const newStorage = (): StorageAdapter => ({
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
  });
  return { fetch, cookies, stored, newStorage };
}

function keep(cookies: Map<string, string>, lines: string[]): void {
  for (const line of lines) {
    const [pair = "", ...attributes] = line.split("; ");
    const at = pair.indexOf("=");
    if (attributes.includes("Max-Age=0")) cookies.delete(pair.slice(0, at));
    else cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
