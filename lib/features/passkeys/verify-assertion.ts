/** Whose passkey answered a challenge. Says who it was; whether they may come in is the door's. */
import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { recordEvent } from "@/lib/audit/record-event";
import type { ErrorSpec } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Seal } from "@/lib/operation";
import type { RequestContext } from "@/lib/session/request-context";
import { redeemChallenge } from "./challenge";
import { CHALLENGE_EXPIRED, PASSKEY_REFUSED, PASSKEY_UNKNOWN } from "./errors";
import { relyingPartyId, relyingPartyOrigin } from "./relying-party";
import { countUse, type SigningPasskey, unsafeFindByCredential } from "./repo";
import type { AnsweredAssertion, Assertion } from "./schema";

export type Verified =
  | { ok: true; userId: string; passkeyId: string; standing: string; /** RFC 8176; `mfa` where the device verified its owner. */ amr: string[] }
  | { ok: false; error: ErrorSpec; /** Whose passkey was named, if anybody's. */ userId: string | null };

const refusal = (error: ErrorSpec, passkey: SigningPasskey | null = null): Verified => ({ ok: false, error, userId: passkey?.userId ?? null });

interface Signature {
  counter: number;
  isUserVerified: boolean;
  isBackedUp: boolean;
}

/**
 * Uses up the challenge, checks the signature, and counts the use. Of an answer that is sent twice the second is refused.
 * @param seal - for the audit row of a copied passkey
 */
export async function verifyAssertion(ctx: RequestContext, { assertion, challenge_token: challengeToken }: AnsweredAssertion, seal: Seal): Promise<Verified> {
  const challenge = await redeemChallenge(ctx, "authentication", { clientDataJSON: assertion.response.clientDataJSON, challengeToken });
  if (challenge === null) return refusal(CHALLENGE_EXPIRED);
  const passkey = await unsafeFindByCredential(Buffer.from(assertion.id, "base64url"));
  if (!passkey) return refusal(PASSKEY_UNKNOWN);
  if (!isOwnHandle(assertion.response.userHandle, passkey.userId)) return refusal(PASSKEY_REFUSED, passkey);
  const signature = await checkSignature(assertion, challenge, passkey, ctx.requestId);
  if (!signature) return refusal(PASSKEY_REFUSED, passkey);
  if (!(await countUse(passkey.id, signature.counter, signature.isBackedUp))) {
    await recordEvent(seal({ action: "passkey.clone_suspected", success: false, errorCode: PASSKEY_REFUSED.code, targetUserId: passkey.userId, resource: { type: "passkey", id: passkey.id } }));
    return refusal(PASSKEY_REFUSED, passkey);
  }
  const amr = [passkey.backupEligible ? "swk" : "hwk", "user", ...(signature.isUserVerified ? ["mfa"] : [])];
  return { ok: true, userId: passkey.userId, passkeyId: passkey.id, standing: passkey.standing, amr };
}

/** What authenticators keep as the account's handle: its id. */
export const handleOf = (userId: string): Buffer => Buffer.from(userId, "utf8");

/** Discoverable credentials name their account as well; both must be the same (WebAuthn level 3, section 7.2 step 6). */
const isOwnHandle = (handle: string | null | undefined, userId: string): boolean =>
  handle === null || handle === undefined || Buffer.from(handle, "base64url").equals(handleOf(userId));

async function checkSignature({ id, rawId, type, response }: Assertion, challenge: string, passkey: SigningPasskey, requestId: string): Promise<Signature | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { id, rawId, type, response: { ...response, userHandle: response.userHandle ?? undefined }, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: relyingPartyOrigin(),
      expectedRPID: relyingPartyId(),
      requireUserVerification: false,
      // Below any that an authenticator says: the counter is judged where it is stored, so that parallel uses are judged too.
      credential: { id, publicKey: new Uint8Array(passkey.publicKey), counter: -1 },
    });
    if (!verified) return null;
    return { counter: authenticationInfo.newCounter, isUserVerified: authenticationInfo.userVerified, isBackedUp: authenticationInfo.credentialBackedUp };
  } catch (error) {
    log.warn("passkey.assertion_refused", { requestId, reason: error instanceof Error ? error.message : String(error) });
    return null;
  }
}
