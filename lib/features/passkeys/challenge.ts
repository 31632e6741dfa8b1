/**
 * Challenges of WebAuthn ceremonies: random, stored, good for five minutes, used once whatever comes of it, and bound to the
 * browser that asked. Several may be open at once, as where a page waits in autofill and its button is pressed.
 */
import { randomToken, sha256 } from "@/lib/crypto";
import { prisma, statement } from "@/lib/db";
import { claimToken, consumeToken, ISSUE_TOKEN_SQL, newToken } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";

/** What is signed by whom: an answer to one is none to the other. */
type Ceremony = "registration" | "authentication";

export const CHALLENGE_SECONDS = 300;

const digestOf = (deviceToken: string): string => sha256(deviceToken).toString("base64url");

/** @returns 256 bits, base64url; the browser gets the cookie it is bound to */
export async function issueChallenge(ctx: RequestContext, ceremony: Ceremony, userId: string | null = null): Promise<string> {
  const device = ctx.credentials.deviceCookie ?? randomToken();
  ctx.effects.deviceToken = device;
  const payload = { ceremony, browser: digestOf(device) };
  const { token, row } = newToken({ purpose: "passkey_challenge", userId, address: "", ttlSeconds: CHALLENGE_SECONDS, payload });
  await statement("passkey.issue-challenge", ISSUE_TOKEN_SQL("$1"), [JSON.stringify(row)]);
  return token;
}

/** What the browser says it signed (WebAuthn level 3, section 5.8.1); null where it says nothing of the kind. */
function challengeOf(clientDataJSON: string): string | null {
  try {
    const said: unknown = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8"));
    const challenge = typeof said === "object" && said !== null && "challenge" in said ? said.challenge : null;
    return typeof challenge === "string" && challenge.length <= 64 ? challenge : null;
  } catch {
    return null;
  }
}

/**
 * Uses up the challenge that an answer names; of parallel answers one gets it.
 * @returns what was expected; null: never issued, expired, used, of another ceremony, person or browser
 */
export async function redeemChallenge(ctx: RequestContext, ceremony: Ceremony, clientDataJSON: string, userId: string | null = null): Promise<string | null> {
  const challenge = challengeOf(clientDataJSON);
  const claimed = challenge === null ? null : await claimToken("passkey_challenge", challenge);
  if (!claimed || !(await consumeToken(prisma, claimed.id))) return null;
  const { deviceCookie } = ctx.credentials;
  const isOfThisBrowser = deviceCookie !== null && claimed.payload?.browser === digestOf(deviceCookie);
  return isOfThisBrowser && claimed.payload?.ceremony === ceremony && claimed.userId === userId ? challenge : null;
}
