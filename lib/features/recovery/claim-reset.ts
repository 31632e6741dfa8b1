/** From what somebody presents, a link or an address and a code, to the owner whose password they may choose. */
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
import { claimCountedCode } from "@/lib/features/mailed-link/claim-counted-code";
import { refuseLink } from "@/lib/features/mailed-link/refuse-link";
import type { Seal } from "@/lib/operation";
import { counterOf } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import { addressKey } from "@/lib/session/address-key";
import { mailedCodeCounter } from "@/lib/session/mailed-code-counter";
import { claimToken, type FoundToken } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";
import { findOwner, type Owner } from "./repo";

const PURPOSE = "password_reset";

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
function claimByCode(ctx: RequestContext, { email, code }: { email: string; code: string }): Promise<FoundToken | null> {
  const account = [counterOf(rules.resetCode, sha256(email).toString("base64url")), mailedCodeCounter(email)];
  const counters = env.rateLimitEnabled ? [...account, counterOf(rules.resetCode, addressKey(ctx.ipAddress))] : account;
  return claimCountedCode(ctx, { purpose: PURPOSE, address: email, code }, counters);
}

/** @throws AppError 400 INVALID_TOKEN with its reason; 429 for codes tried too often */
export async function claimReset({ ctx, seal }: Door, presented: Presented): Promise<Claimed> {
  const { token, email } = presented;
  const found = presented.token === undefined ? await claimByCode(ctx, presented) : await claimToken(PURPOSE, presented.token);
  const owner = found?.userId ? await findOwner(found.userId) : null;
  // Of a closed account, or of one that has another address by now, the link is no more than an unknown one.
  if (!found || !owner?.isUsable || owner.email.toLowerCase() !== found.address) {
    const event = { action: "user.password_change", actorId: null, identifier: email, metadata: { method: "reset_token" } };
    return refuseLink(seal, { purpose: PURPOSE, token, claimed: found, event });
  }
  const redirectUrl = typeof found.payload?.redirect_url === "string" ? found.payload.redirect_url : null;
  return { tokenId: found.id, owner, address: found.address, redirectUrl };
}
