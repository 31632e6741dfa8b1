import { newId } from "@/lib/ids";
import type { RequestContext } from "@/lib/session/request-context";

export const TEST_ORIGIN = "http://localhost:3000";

export const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

export interface TestContextOptions {
  /** An access token, sent as Bearer. */
  token?: string | null;
  /** An access token, sent as the cookie; the origin is then ours unless told otherwise. */
  cookie?: string | null;
  refreshCookie?: string | null;
  deviceCookie?: string | null;
  mfaCookie?: string | null;
  origin?: string | null;
  secFetchSite?: string | null;
  /** Default: an address that no other context has, so that limits by address never meet. */
  ip?: string | null;
  userAgent?: string | null;
  kind?: RequestContext["kind"];
  method?: string;
  path?: string;
}

let addresses = 0;

/** An address from the range for benchmarks (RFC 2544), new at each call. */
export function freshAddress(): string {
  addresses += 1;
  return `198.18.${(addresses >> 8) & 255}.${addresses & 255}`;
}

/** A request as lib/http would describe it. */
export function makeTestContext(options: TestContextOptions = {}): RequestContext {
  const hasCookie = Boolean(options.cookie ?? options.refreshCookie);
  return {
    requestId: newId(),
    kind: options.kind ?? "api",
    method: options.method ?? "POST",
    path: options.path ?? "/api/test",
    ipAddress: options.ip === undefined ? freshAddress() : options.ip,
    userAgent: options.userAgent === undefined ? FIREFOX : options.userAgent,
    origin: options.origin === undefined ? (hasCookie ? TEST_ORIGIN : null) : options.origin,
    secFetchSite: options.secFetchSite ?? null,
    credentials: {
      bearer: options.token ?? null,
      accessCookie: options.cookie ?? null,
      refreshCookie: options.refreshCookie ?? null,
      deviceCookie: options.deviceCookie ?? null,
      mfaCookie: options.mfaCookie ?? null,
    },
    geo: { country: null, city: null },
    effects: {},
    memo: {},
  };
}
