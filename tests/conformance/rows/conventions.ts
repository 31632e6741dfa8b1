import type { Section } from "../row";

export const conventions = {
  title: "Conventions of the wire",
  rows: [
    { id: "1.0-bases", status: "tested", asks: "/api/auth, /api/rbac, /api/admin and /api/audit are the prefixes; /health lies outside" },
    { id: "1.0-transport", status: "tested", asks: "Access token by cookie or Bearer; refresh token by body, Bearer or cookie" },
    { id: "1.0-cookies", status: "different", asks: "Two cookies: HttpOnly, Path=/, Secure on https, SameSite; cleared at logout", reason: "named access_token and refresh_token (__Host- on https), Lax by default, and with an age, so that an expired token can be told from nobody" },
    { id: "1.0-csrf", status: "different", asks: "Cross-site forgery is kept out", reason: "Origin and Sec-Fetch-Site are checked instead of a second cookie and X-CSRF-TOKEN" },
    { id: "1.0-browser", status: "different", asks: "Browsers are told from other clients", reason: "by Sec-Fetch-Site or Origin, which scripts cannot remove, not by User-Agent" },
    { id: "1.0-cookies_only", status: "tested", asks: "cookies_only: a browser gets cookies and the user; others tokens in the body and no cookie" },
    { id: "1.0-body_only", status: "different", asks: "body_only: everybody gets tokens in the body, nobody cookies", reason: "the user is in the body as well" },
    { id: "1.0-dual", status: "tested", asks: "dual: a browser gets both, others the body" },
    { id: "1.0-refresh", status: "tested", asks: "Refresh answers by the same rule" },
    { id: "1.0-mode", status: "different", asks: "An unknown delivery mode", reason: "stops the start, instead of signing people in without tokens" },
    { id: "1.0-oauth", status: "different", asks: "Tokens at the end of an OAuth redirect by the same rule", reason: "a browser gets cookies, whatever the mode, and an app a one-time code; tokens stand in an address with INSECURE_LEGACY_TOKEN_REDIRECT=true alone, which production refuses" },
    { id: "1.0-jwt", status: "different", asks: "JWT with jti, iat, nbf, exp, type, roles and permissions, tenant; access 900 s, session 30 days", reason: "sub is the user's id; a profile is read from the database, not from claims; refresh tokens are no JWTs" },
    { id: "1.0-401", status: "different", asks: "Missing, expired, revoked, malformed and wrong-type tokens are refused", reason: "401 for all, with (401) in the sentence, where the reference system has 422 for some" },
    { id: "1.0-error", status: "tested", asks: "error is a sentence, code a name: UNAUTHORIZED 401, FORBIDDEN 403, NOT_FOUND 404, RATE_LIMIT_EXCEEDED 429" },
    { id: "1.0-422", status: "different", asks: "Faulty fields are named in details", reason: "VALIDATION_ERROR is 422 with sentences per field; alias paths keep their system's status" },
    { id: "1.0-429", status: "tested", asks: "429 with Retry-After and X-RateLimit-Limit, -Remaining, -Reset" },
    { id: "1.0-json", status: "different", asks: "Unknown routes, methods and media types under /api", reason: "answer JSON as everything there does, not a framework's HTML" },
    { id: "1.0-lists", status: "different", asks: "Lists by page and per_page, by limit and offset, by cursor", reason: "a faulty value is 422, nothing is clipped in silence" },
  ],
} as const satisfies Section;
