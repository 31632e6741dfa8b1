/** Makes access tokens (RFC 9068): who, which session, what they may do. No e-mail, no name, no secret inside. */
import { now } from "@/lib/clock";
import { edgeEnv } from "@/lib/edge/env";
import { type AccessTokenClaims, signAccessToken } from "@/lib/edge/token";
import { extraClaims } from "@/lib/hooks/run-hooks";
import { newId } from "@/lib/ids";
import { type HeldRole, permissionsVersion } from "./viewer";

export interface TokenSubject {
  userId: string;
  sessionId: string;
  organizationId: string | null;
  roles: HeldRole[];
  amr: string[];
  authTime: Date;
}

/** Cookies above 4 KB are dropped by browsers; name and attributes need their share. */
const TOKEN_BYTES_MAX = 3500;

/**
 * A signed token of `ACCESS_TOKEN_TTL_SECONDS`. One that would not fit a cookie carries no permissions, and no roles
 * where those alone are too many: the server asks the database for both.
 */
export async function makeAccessToken(subject: TokenSubject): Promise<string> {
  const { appUrl, accessTokenTtlSeconds } = edgeEnv();
  const roles = [...new Set(subject.roles.map((role) => role.name))];
  const issuedAt = Math.floor(now().getTime() / 1000);
  const claims: AccessTokenClaims = {
    ...(await extraClaims({ userId: subject.userId, sessionId: subject.sessionId, organizationId: subject.organizationId, roles })),
    iss: appUrl,
    aud: appUrl,
    sub: subject.userId,
    sid: subject.sessionId,
    jti: newId(),
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + accessTokenTtlSeconds,
    tid: subject.organizationId,
    roles,
    perms: [...new Set(subject.roles.flatMap((role) => role.permissions))].sort(),
    ver: permissionsVersion(subject.roles),
    amr: subject.amr,
    auth_time: Math.floor(subject.authTime.getTime() / 1000),
  };
  for (const smaller of [claims, { ...claims, perms: undefined }]) {
    const token = await signAccessToken(smaller);
    if (token.length <= TOKEN_BYTES_MAX) return token;
  }
  return signAccessToken({ ...claims, perms: undefined, roles: [] });
}
