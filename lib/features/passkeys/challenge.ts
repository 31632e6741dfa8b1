/**
 * Challenges of WebAuthn ceremonies: random, stored, good for five minutes, used once whatever comes of it, and bound to
 * whoever asked: to the browser by its device cookie, to a client without cookies by a token that it sends back. Several may be
 * open at once, as where a page waits in autofill and its button is pressed.
 */
import { randomToken, sha256 } from "@/lib/crypto";
import { prisma, statement } from "@/lib/db";
import { claimToken, consumeToken, type FoundToken, ISSUE_TOKEN_SQL, newToken } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";

/** What is signed by whom: an answer to one is none to the other. */
type Ceremony = "registration" | "authentication";

export const CHALLENGE_SECONDS = 300;

interface IssuedChallenge {
  /** 256 bits, base64url. */
  challenge: string;
  /** 256 others, which no authenticator is shown: they tell who asked. */
  challengeToken: string;
}

/** What comes back. */
interface Answered {
  clientDataJSON: string;
  challengeToken: string | undefined;
}

const digestOf = (secret: string): string => sha256(secret).toString("base64url");

/** The browser gets the cookie that the challenge is bound to as well. */
export async function issueChallenge(ctx: RequestContext, ceremony: Ceremony, userId: string | null = null): Promise<IssuedChallenge> {
  const [device, challengeToken] = [ctx.credentials.deviceCookie ?? randomToken(), randomToken()];
  ctx.effects.deviceToken = device;
  const payload = { ceremony, browser: digestOf(device), token: digestOf(challengeToken) };
  const { token, row } = newToken({ purpose: "passkey_challenge", userId, address: "", ttlSeconds: CHALLENGE_SECONDS, payload });
  await statement("passkey.issue-challenge", ISSUE_TOKEN_SQL("$1"), [JSON.stringify(row)]);
  return { challenge: token, challengeToken };
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
 * @returns what was expected; null: never issued, expired, used, of another ceremony or person, or not asked for by whoever answers
 */
export async function redeemChallenge(ctx: RequestContext, ceremony: Ceremony, { clientDataJSON, challengeToken }: Answered, userId: string | null = null): Promise<string | null> {
  const challenge = challengeOf(clientDataJSON);
  const claimed = challenge === null ? null : await claimToken("passkey_challenge", challenge);
  if (!claimed || !(await consumeToken(prisma, claimed.id))) return null;
  const isForThis = claimed.payload?.ceremony === ceremony && claimed.userId === userId;
  return isForThis && hasAsked(ctx, claimed, challengeToken) ? challenge : null;
}

/** Where a token is sent it decides alone: beside that of another challenge the right cookie is of no use. */
function hasAsked({ credentials: { deviceCookie } }: RequestContext, { payload }: FoundToken, challengeToken: string | undefined): boolean {
  if (challengeToken !== undefined) return payload?.token === digestOf(challengeToken);
  return deviceCookie !== null && payload?.browser === digestOf(deviceCookie);
}
