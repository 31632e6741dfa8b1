/**
 * What links and codes of mails have in common, whatever they are for: their fields, how tries of a code are counted, what is wrong with one,
 * and its refusal. There are no operations here; each feature has its own.
 */
import type { AuditInput } from "@/lib/audit/audit-event";
import { recordEvent } from "@/lib/audit/record-event";
import type { Seal } from "@/lib/operation";
import { type FoundToken, type Purpose, releaseToken } from "@/lib/session/one-time-token";
import { explainToken } from "@/lib/session/token-trouble";
import { INVALID_TOKEN, invalidToken, type LinkTrouble } from "./errors";

interface Tried {
  purpose: Purpose;
  /** undefined: a code was tried. */
  token: string | undefined;
  /** Of no use to whoever has claimed it, such as one to an address that the account has left. */
  claimed?: FoundToken | null;
  /** Why that is so, where it may be told. */
  reason?: LinkTrouble;
}

/** What is claimed is released: it may be of use to somebody else. */
async function explain({ purpose, token, claimed, reason }: Tried): Promise<{ trouble: LinkTrouble; userId: string | null }> {
  if (claimed) {
    await releaseToken(claimed.id);
    return { trouble: reason ?? (token === undefined ? "code" : "unknown"), userId: claimed.userId };
  }
  return token === undefined ? { trouble: "code", userId: null } : explainToken(purpose, token);
}

/**
 * A try that came to nothing: its row in the trail, and the sentence that says why.
 * @param event - of that row; `targetUserId` where it is known better than by the token
 * @throws AppError 400 INVALID_TOKEN, always
 */
export async function refuseLink(seal: Seal, { event, ...tried }: Tried & { event: AuditInput }): Promise<never> {
  const { trouble: reason, userId } = await explain(tried);
  await recordEvent(seal({ targetUserId: userId, ...event, success: false, errorCode: INVALID_TOKEN.code, metadata: { ...event.metadata, reason } }));
  throw invalidToken(reason);
}
