import type { AuditInput } from "@/lib/audit/audit-event";
import { recordEvent } from "@/lib/audit/record-event";
import { INVALID_TOKEN, invalidToken, type ResetTrouble } from "@/lib/features/recovery/errors";
import type { Seal } from "@/lib/operation";
import type { Purpose } from "@/lib/session/one-time-token";
import { explainToken } from "@/lib/session/token-trouble";

interface Tried {
  purpose: Purpose;
  /** undefined: a code was tried. */
  token: string | undefined;
  /** Known better than by the token. */
  reason?: ResetTrouble;
  event: AuditInput;
}

/** A try that came to nothing: its row in the trail, and the sentence that says why. @throws AppError 400 INVALID_TOKEN, always */
export async function refuseLink(seal: Seal, { purpose, token, reason: known, event }: Tried): Promise<never> {
  const { trouble, userId } = token === undefined ? { trouble: "code" as const, userId: null } : await explainToken(purpose, token);
  const reason = known ?? trouble;
  await recordEvent(seal({ targetUserId: userId, ...event, success: false, errorCode: INVALID_TOKEN.code, metadata: { ...event.metadata, reason } }));
  throw invalidToken(reason);
}
