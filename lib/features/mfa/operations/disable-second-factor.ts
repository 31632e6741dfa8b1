import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { atNoCost } from "@/lib/features/auth/at-no-cost";
import { defineOperation } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { reserve } from "@/lib/rate-limit/count";
import { limits } from "@/lib/rate-limit/limits";
import { isSecondFactorRequired } from "@/lib/session/mfa-policy";
import { aboutCode, clockTrouble, wrongCode } from "../clock-trouble";
import { codeCounters, FROM_SESSION } from "../code-counters";
import { INVALID_MFA_CODE, MFA_KEPT_BY_POLICY, MFA_NOT_ENABLED } from "../errors";
import { judgeCode } from "../judge-code";
import { methodsOf } from "../methods";
import { findOwner, removeFactors } from "../repo";
import { disableInput } from "../schema";
import { spendProof } from "../spend";
import { changedMail } from "../tell-owner";

/** By a code beside the recent sign-in, so that nobody who finds an open browser turns it off. A recovery code will do. */
export const disableSecondFactor = defineOperation({
  name: "mfa.disable",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/mfa/disable" },
  summary: "Turn one's second factor off, with a code of it",
  access: signedIn(),
  limit: limits.ownWrite,
  input: disableInput,
  output: z.object({ message: z.string() }),
  errors: { MFA_NOT_ENABLED, MFA_KEPT_BY_POLICY, INVALID_MFA_CODE },
  audit: { actions: ["user.mfa_disabled", "user.mfa_failed"], describe: ({ viewer }) => ({ targetUserId: viewer?.userId }) },
  stepUp: true,

  async prepare({ ctx, input, viewer, seal, fail }) {
    const { userId, email, sessionId, roles } = viewer;
    const owner = await findOwner(userId);
    if (!owner?.isEnabled) return fail(MFA_NOT_ENABLED);
    if (isSecondFactorRequired(roles)) return fail(MFA_KEPT_BY_POLICY);
    const places = await reserve(ctx, codeCounters(userId, input.code, FROM_SESSION));
    const proof = await atNoCost(places, () => judgeCode({ userId, email, code: input.code, methods: methodsOf(owner), occasion: sessionId }));
    if (!proof) {
      const clock = await clockTrouble(userId, input.code);
      await recordEvent(seal({ action: "user.mfa_failed", success: false, errorCode: INVALID_MFA_CODE.code, targetUserId: userId, metadata: aboutCode(clock) }));
      return fail(INVALID_MFA_CODE, wrongCode(clock));
    }
    await places.giveBack();
    return proof;
  },

  async run({ ctx, viewer: { userId, email }, prepared: proof, tx, fail }) {
    if (!(await spendProof(tx, userId, proof))) return fail(INVALID_MFA_CODE, wrongCode(null));
    await removeFactors(tx, userId);
    await enqueue(tx, changedMail(ctx, email, "off"));
    return { message: "Your second factor is off." };
  },
});
