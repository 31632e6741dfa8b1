/** From what somebody presents, a link or an address and a code, to the owner whose password they may choose. */
import { recordEvent } from "@/lib/audit/record-event";
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
import type { AppError } from "@/lib/errors";
import type { Seal } from "@/lib/operation";
import { counterOf, reserve } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import { addressKey } from "@/lib/session/address-key";
import { mailedCodeCounter } from "@/lib/session/mailed-code-counter";
import { claimCode, claimToken, type FoundToken, releaseToken } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";
import { type Explained, explainToken } from "@/lib/session/token-trouble";
import { INVALID_TOKEN, invalidToken, type ResetTrouble } from "./errors";
import { findOwner, type Owner } from "./repo";

export type Presented = { token: string; email?: undefined } | { token?: undefined; email: string; code: string };

export interface Claimed {
  tokenId: string;
  owner: Owner;
  /** In lower case, as the mail was sent to it. */
  address: string;
  redirectUrl: string | null;
}

interface Door {
  ctx: RequestContext;
  seal: Seal;
}

/** Tries of a code are counted per account, also of addresses that nobody has, and per address. */
async function claimByCode(ctx: RequestContext, { email, code }: { email: string; code: string }): Promise<FoundToken | null> {
  const account = [counterOf(rules.resetCode, sha256(email).toString("base64url")), mailedCodeCounter(email)];
  const places = await reserve(ctx, env.rateLimitEnabled ? [...account, counterOf(rules.resetCode, addressKey(ctx.ipAddress))] : account, false);
  const found = await claimCode("password_reset", { address: email, code });
  if (found?.userId) await places.giveBack();
  return found;
}

const claim = (ctx: RequestContext, presented: Presented): Promise<FoundToken | null> =>
  presented.token === undefined ? claimByCode(ctx, presented) : claimToken("password_reset", presented.token);

const explain = async (presented: Presented): Promise<Explained | { trouble: "code"; userId: null }> =>
  presented.token === undefined ? { trouble: "code", userId: null } : explainToken("password_reset", presented.token);

/** The audit row of a try that came to nothing. @returns what to throw */
async function refusedReset({ seal }: Pick<Door, "seal">, refused: { reason: ResetTrouble; userId: string | null; email?: string }): Promise<AppError> {
  const { reason, userId, email } = refused;
  await recordEvent(
    seal({ action: "user.password_change", success: false, errorCode: INVALID_TOKEN.code, actorId: null, targetUserId: userId, identifier: email, metadata: { method: "reset_token", reason } }),
  );
  return invalidToken(reason);
}

/** @throws AppError 400 INVALID_TOKEN with its reason; 429 for codes tried too often */
export async function claimReset(door: Door, presented: Presented): Promise<Claimed> {
  const found = await claim(door.ctx, presented);
  if (!found) {
    const { trouble: reason, userId } = await explain(presented);
    throw await refusedReset(door, { reason, userId, email: presented.email });
  }
  const owner = found.userId === null ? null : await findOwner(found.userId);
  // Of a closed account, or of one that has another address by now, the link is no more than an unknown one.
  if (!owner?.isUsable || owner.email.toLowerCase() !== found.address) {
    await releaseToken(found.id);
    throw await refusedReset(door, { reason: presented.token === undefined ? "code" : "unknown", userId: found.userId, email: presented.email });
  }
  const redirectUrl = typeof found.payload?.redirect_url === "string" ? found.payload.redirect_url : null;
  return { tokenId: found.id, owner, address: found.address, redirectUrl };
}
