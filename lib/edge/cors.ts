import { edgeEnv } from "./env";

const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
const ALWAYS_ALLOWED = ["Content-Type", "Authorization", "X-Requested-With"];
const EXPOSED = "X-Request-Id, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Content-Disposition, WWW-Authenticate";
/** What a preflight may ask for beyond the list: plain header names, and not so many that the answer grows. */
const HEADER_NAME = /^[A-Za-z0-9-]{1,64}$/;
const MAX_REQUESTED = 20;

/** Whether an Origin is this installation itself. `null` (sandboxed frames, data: URLs) never is. */
export const isOwnOrigin = (origin: string): boolean => edgeEnv().ownOrigins.includes(origin);

/** Whether an Origin is ours or on the list, compared exactly. */
export const isAllowedOrigin = (origin: string): boolean =>
  isOwnOrigin(origin) || edgeEnv().corsOrigins.includes(origin);

/**
 * The CORS headers of any API answer, to be added by whoever writes it: the gate, the guard and `methods()` alike.
 * An origin that is not on the list gets `Vary` alone. `isPreflight` adds what an OPTIONS answer needs.
 */
export const corsHeaders = (
  request: { headers: { get(name: string): string | null } },
  isPreflight = false,
): Record<string, string> => {
  const origin = request.headers.get("origin");
  const vary = isPreflight ? "Origin, Access-Control-Request-Method, Access-Control-Request-Headers" : "Origin";
  if (!origin || !isAllowedOrigin(origin)) return { vary };
  const headers: Record<string, string> = {
    vary,
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
  };
  if (!isPreflight) return { ...headers, "access-control-expose-headers": EXPOSED };
  return {
    ...headers,
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers": allowedHeaders(request.headers.get("access-control-request-headers")),
    "access-control-max-age": "600",
  };
};

const allowedHeaders = (requested: string | null): string => {
  const known = new Set(ALWAYS_ALLOWED.map((name) => name.toLowerCase()));
  const extra = (requested ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => HEADER_NAME.test(name) && !known.has(name.toLowerCase()))
    .slice(0, MAX_REQUESTED);
  return [...ALWAYS_ALLOWED, ...new Set(extra)].join(", ");
};
