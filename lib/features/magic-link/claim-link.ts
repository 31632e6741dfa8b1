/** From what somebody presents, a link or an address and a code, to the person whom it signs in. */
import { sha256 } from "@/lib/crypto";
import { findAddressOwner, findPersonAtDoor, type PersonAtDoor } from "@/lib/features/auth/person-at-door";
import type { ResetTrouble } from "@/lib/features/recovery/errors";
import { newId } from "@/lib/ids";
import { counterOf, reserve } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import type { SharedCounter } from "@/lib/rate-limit/shared-window";
import { claimCode, claimToken, type FoundToken, releaseToken } from "@/lib/session/one-time-token";
import { mailedCodeCounter } from "@/lib/session/mailed-code-counter";
import type { RequestContext } from "@/lib/session/request-context";
import { explainToken } from "@/lib/session/token-trouble";

const PURPOSE = "magic_link";

export interface Presented {
  token?: string;
  /** In lower case. */
  email?: string;
  code?: string;
}

export type ClaimedLink =
  | { isGood: true; tokenId: string; person: PersonAtDoor; /** To be given back with success. */ refundable: string[] }
  | { isGood: false; reason: ResetTrouble; userId: string | null };

/** @throws AppError 429 for codes tried too often */
export const claimLink = (ctx: RequestContext, { token, email = "", code = "" }: Presented): Promise<ClaimedLink> =>
  token === undefined ? claimByCode(ctx, email, code) : claimByToken(ctx, token);

async function claimByToken(ctx: RequestContext, token: string): Promise<ClaimedLink> {
  const found = await claimToken(PURPOSE, token);
  if (!found) {
    const { trouble, userId } = await explainToken(PURPOSE, token);
    return { isGood: false, reason: trouble, userId };
  }
  return judge(found, found.userId ? await findPersonAtDoor(found.userId, ctx.credentials.deviceCookie) : null, "unknown", []);
}

/**
 * Tries are counted per account, also of addresses that nobody has. A device its owner has signed in from has a budget of its
 * own, so that a stranger who guesses cannot keep them out.
 */
async function claimByCode(ctx: RequestContext, email: string, code: string): Promise<ClaimedLink> {
  const owner = await findAddressOwner(email);
  // The same work where there is none.
  const person = await findPersonAtDoor(owner?.id ?? newId(), ctx.credentials.deviceCookie);
  const counters = codeCounters(email, person?.knownDeviceId ?? null);
  await reserve(ctx, counters, false);
  const found = await claimCode(PURPOSE, { address: email, code });
  return found ? judge(found, person, "code", counters.map(({ key }) => key)) : { isGood: false, reason: "code", userId: person?.id ?? null };
}

const codeCounters = (email: string, knownDeviceId: string | null): SharedCounter[] => {
  const account = sha256(email).toString("base64url");
  return [counterOf(rules.magicCode, knownDeviceId ? `${account}:${knownDeviceId}` : account), mailedCodeCounter(email, knownDeviceId)];
};

/** Of an account that has another address by now, or is gone, the link is no more than an unknown one. */
async function judge(found: FoundToken, person: PersonAtDoor | null, reason: ResetTrouble, refundable: string[]): Promise<ClaimedLink> {
  if (person && person.id === found.userId && person.email.toLowerCase() === found.address) return { isGood: true, tokenId: found.id, person, refundable };
  await releaseToken(found.id);
  return { isGood: false, reason, userId: found.userId };
}
