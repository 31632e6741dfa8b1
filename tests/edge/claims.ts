import type { AccessTokenClaims } from "@/lib/edge/token";

export const NOW = Math.floor(Date.now() / 1000);

/** Good claims for `http://localhost:3000`, issued a minute ago. */
export const claims = (changes: Partial<AccessTokenClaims> = {}): AccessTokenClaims => ({
  iss: "http://localhost:3000",
  aud: "http://localhost:3000",
  sub: "0198c0de-0000-7000-8000-000000000001",
  sid: "0198c0de-0000-7000-8000-000000000002",
  jti: "0198c0de-0000-7000-8000-000000000003",
  iat: NOW - 60,
  nbf: NOW - 60,
  exp: NOW + 840,
  tid: null,
  roles: ["user"],
  perms: [],
  ver: "v1",
  amr: ["pwd"],
  auth_time: NOW - 60,
  ...changes,
});
