/** Every header by which our own parts talk to each other. A client's are removed by the guard and by the gate. */
export const PRIVATE_PREFIX = "x-gatehouse-";

export const privateHeaders = {
  /** Proof that the guard of this process wrote the other ones; never passed on by the gate. */
  guard: "x-gatehouse-guard",
  requestId: "x-gatehouse-request-id",
  /** The socket's peer address, as the guard saw it. */
  clientAddress: "x-gatehouse-client-address",
  /** Milliseconds by which a test build has moved its clocks. */
  clock: "x-gatehouse-clock",
  nonce: "x-gatehouse-nonce",
  /** Path and query that the client asked for, still percent-encoded; survives a rewrite. */
  path: "x-gatehouse-path",
  /** On a rewrite to /denied: the Access (JSON) that the token did not satisfy. */
  denied: "x-gatehouse-denied",
} as const;

/** Headers that Next trusts as its own and that have carried published bypasses (CVE-2025-29927 and others). */
const FRAMEWORK_HEADERS = [
  "x-invoke-path",
  "x-invoke-query",
  "x-invoke-status",
  "x-invoke-output",
  "x-invoke-error",
  "x-matched-path",
  "x-now-route-matches",
  "x-rewrite-url",
  "x-original-url",
  "x-original-uri",
  "x-http-method-override",
  "x-http-method",
  "x-method-override",
  "x-prerender-revalidate",
  "x-prerender-bypass",
  "next-resume",
  "x-now-bridge-request-id",
] as const;

const FRAMEWORK_PREFIXES = ["x-middleware-", "x-nextjs-", "x-invoke-", "x-next-"] as const;

const KNOWN: ReadonlySet<string> = new Set(FRAMEWORK_HEADERS);

/** React's development channel names its requests with these; nothing decides by them. */
const HARMLESS: ReadonlySet<string> = new Set(["x-nextjs-request-id", "x-nextjs-html-request-id"]);

/** Whether no client may send this header (any letter case) to us. */
export const isPrivateHeader = (name: string): boolean => {
  const lower = name.toLowerCase();
  if (lower.startsWith(PRIVATE_PREFIX) || KNOWN.has(lower)) return true;
  return FRAMEWORK_PREFIXES.some((prefix) => lower.startsWith(prefix)) && !HARMLESS.has(lower);
};
