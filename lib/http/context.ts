/** From headers and cookies to a RequestContext: the one place that reads credentials off a request. */
import { cookieNames } from "@/lib/edge/cookies";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";
import type { RequestContext } from "@/lib/session/request-context";
import { clientIp } from "./client-ip";
import { enterRequest, requestScope } from "./request-scope";

export interface RequestFacts {
  kind: RequestContext["kind"];
  method: string;
  path: string;
  headers: Headers;
  cookie: (name: string) => string | undefined;
}

export function makeContext({ kind, method, path, headers, cookie }: RequestFacts): RequestContext {
  enterRequest();
  const names = cookieNames();
  return {
    requestId: requestScope()?.requestId ?? newId(),
    kind,
    method,
    path,
    ipAddress: clientIp(headers),
    userAgent: headers.get("user-agent"),
    origin: headers.get("origin"),
    secFetchSite: headers.get("sec-fetch-site"),
    credentials: {
      bearer: /^Bearer +(\S+) *$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null,
      accessCookie: cookie(names.access) ?? null,
      refreshCookie: cookie(names.refresh) ?? null,
      deviceCookie: cookie(names.device) ?? null,
      mfaCookie: cookie(names.mfa) ?? null,
    },
    geo: env.isVercel ? platformGeo(headers) : { country: null, city: null },
    effects: {},
    memo: {},
  };
}

/** Anywhere else these headers are the client's own words, and would show its owner a stranger's session as at home. */
const platformGeo = (headers: Headers): RequestContext["geo"] => ({
  country: headers.get("x-vercel-ip-country"),
  city: decoded(headers.get("x-vercel-ip-city")),
});

/** Without U+0000, which PostgreSQL does not hold. */
function decoded(value: string | null): string | null {
  try {
    return value === null ? null : decodeURIComponent(value).replaceAll("\0", "");
  } catch {
    return null;
  }
}
