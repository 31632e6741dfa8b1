/** From what somebody presents, a link or an address and a code, to the person whom it signs in. */
import type { AuditInput } from "@/lib/audit/audit-event";
import { sha256 } from "@/lib/crypto";
import { findAddressOwner, findPersonAtDoor, type PersonAtDoor } from "@/lib/features/auth/person-at-door";
import { refuseLink } from "@/lib/features/mailed-link/refuse-link";
import { newId } from "@/lib/ids";
import type { Seal } from "@/lib/operation";
import { counterOf, reserve } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import type { SharedCounter } from "@/lib/rate-limit/shared-window";
import { mailedCodeCounter } from "@/lib/session/mailed-code-counter";
import { claimCode, claimToken, type FoundToken } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";

export const PURPOSE = "magic_link";

/** As audit rows and hooks name this door. */
export const PROVIDER = "magic_link";

interface Presented {
  token?: string;
  /** In lower case. */
  email?: string;
  code?: string;
}

export interface ClaimedLink {
  claimed: FoundToken;
  person: PersonAtDoor;
  /** To be given back with success. */
  refundable: string[];
}

/** Of a try that came to nothing. */
export const failedSignIn = (email: string | undefined, person: PersonAtDoor | null): AuditInput => ({
  action: "user.login_failed",
  actorId: null,
  identifier: email,
  ...(person ? { targetUserId: person.id } : {}),
  metadata: { provider: PROVIDER },
});

/** @throws AppError 400 INVALID_TOKEN with its reason; 429 for codes tried too often */
export async function claimLink(ctx: RequestContext, seal: Seal, { token, email, code = "" }: Presented): Promise<ClaimedLink> {
  const { claimed, person, refundable } = token === undefined ? await claimByCode(ctx, email ?? "", code) : await claimByToken(ctx, token);
  // Of an account that has another address by now, or is gone, the link is no more than an unknown one.
  if (!claimed || person?.id !== claimed.userId || person.email.toLowerCase() !== claimed.address)
    return refuseLink(seal, { purpose: PURPOSE, token, claimed, event: failedSignIn(email, person) });
  return { claimed, person, refundable };
}

interface Found {
  claimed: FoundToken | null;
  person: PersonAtDoor | null;
  refundable: string[];
}

async function claimByToken(ctx: RequestContext, token: string): Promise<Found> {
  const claimed = await claimToken(PURPOSE, token);
  return { claimed, person: claimed?.userId ? await findPersonAtDoor(claimed.userId, ctx.credentials.deviceCookie) : null, refundable: [] };
}

/**
 * Tries are counted per account, also of addresses that nobody has. A device its owner has signed in from has a budget of its
 * own, so that a stranger who guesses cannot keep them out.
 */
async function claimByCode(ctx: RequestContext, email: string, code: string): Promise<Found> {
  const owner = await findAddressOwner(email);
  // The same work where there is none.
  const person = await findPersonAtDoor(owner?.id ?? newId(), ctx.credentials.deviceCookie);
  const counters = codeCounters(email, person?.knownDeviceId ?? null);
  await reserve(ctx, counters, false);
  return { claimed: await claimCode(PURPOSE, { address: email, code }), person, refundable: counters.map(({ key }) => key) };
}

const codeCounters = (email: string, knownDeviceId: string | null): SharedCounter[] => {
  const account = sha256(email).toString("base64url");
  return [counterOf(rules.magicCode, knownDeviceId ? `${account}:${knownDeviceId}` : account), mailedCodeCounter(email, knownDeviceId)];
};
