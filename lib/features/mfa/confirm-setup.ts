/** From a session: a first code shows that what was set up works, and turns it on. */
import { AppError } from "@/lib/errors";
import { findWireUser, type WholeUser, wholeUser } from "@/lib/features/account/user-wire";
import { atNoCost } from "@/lib/features/auth/at-no-cost";
import type { Seal } from "@/lib/operation";
import { recordEvent } from "@/lib/audit/record-event";
import { outboxRow } from "@/lib/outbox/outbox";
import { reserve } from "@/lib/rate-limit/count";
import type { Places } from "@/lib/rate-limit/shared-window";
import { dueOf } from "@/lib/session/due";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/viewer";
import { aboutCode, type ClockTrouble, clockTrouble, wrongCode } from "./clock-trouble";
import { FROM_SESSION, hourCounter } from "./code-counters";
import { INVALID_MFA_CODE, MFA_NOT_PENDING } from "./errors";
import { judgeMailedCode, judgeTotp, type Proof } from "./judge-code";
import { plainCode } from "./recovery-code";
import { confirmFactor, findPendingKind } from "./repo";
import type { FactorKind } from "./schema";
import { changedMail } from "./tell-owner";

export interface JudgedSetup {
  viewer: Viewer;
  kind: FactorKind;
  places: Places;
  /** null: the code is wrong. */
  proof: Proof | null;
  /** Why, where it is an app's and tells that. */
  clock: ClockTrouble | null;
}

/** @throws AppError 403 while something else is due, 409 MFA_NOT_PENDING, 429 */
export async function judgeSetup(ctx: RequestContext, viewer: Viewer, typed: string): Promise<JudgedSetup> {
  const due = dueOf(viewer, ["second_factor"]);
  if (due) throw new AppError(due.error, due.extra);
  const { userId, email, sessionId } = viewer;
  const kind = await findPendingKind(userId);
  if (!kind) throw new AppError(MFA_NOT_PENDING);
  const places = await reserve(ctx, [hourCounter(userId, FROM_SESSION)], false);
  const code = plainCode(typed);
  const judge = () => (kind === "totp" ? judgeTotp(userId, code, "pending") : judgeMailedCode({ userId, email, occasion: sessionId }, code));
  const proof = /^\d{6}$/.test(code) ? await atNoCost(places, judge) : null;
  const clock = proof === null && kind === "totp" ? await clockTrouble(userId, code, "pending") : null;
  return { viewer, kind, places, proof, clock };
}

/** @throws AppError 400 INVALID_MFA_CODE */
export async function confirmSetup(ctx: RequestContext, { viewer, kind, places, proof, clock }: JudgedSetup, seal: Seal): Promise<WholeUser> {
  const event = { targetUserId: viewer.userId, actorId: viewer.userId, organizationId: viewer.organizationId, sessionId: viewer.sessionId, metadata: { method: kind } };
  const rest = {
    giveBack: [hourCounter(viewer.userId, FROM_SESSION).key],
    mails: [outboxRow(changedMail(ctx, viewer.email, kind === "totp" ? "app" : "email"))],
    audit: [seal({ ...event, action: "user.mfa_enabled" })],
  };
  const isConfirmed = proof !== null && (await atNoCost(places, () => confirmFactor(viewer.userId, proof, rest)));
  if (!isConfirmed) {
    await recordEvent(seal({ ...event, action: "user.mfa_failed", success: false, errorCode: INVALID_MFA_CODE.code, metadata: { ...event.metadata, ...aboutCode(clock) } }));
    throw new AppError(INVALID_MFA_CODE, wrongCode(clock));
  }
  return wholeUser.parse(await findWireUser(viewer.userId, { organizationId: viewer.organizationId }));
}
