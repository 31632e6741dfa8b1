import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { recordIn } from "@/lib/audit/record-event";
import { AppError } from "@/lib/errors";
import { defineOperation, writesAudit } from "@/lib/operation";
import { countByAccount } from "@/lib/rate-limit/count";
import { limits, rules } from "@/lib/rate-limit/limits";
import type { RequestContext } from "@/lib/session/request-context";
import { viewerOf } from "@/lib/session/viewer";
import { CODE_SECONDS, mailCode } from "../code-mail";
import { MFA_METHOD_NOT_OFFERED, MFA_TOKEN_INVALID } from "../errors";
import { methodsOf } from "../methods";
import { findChallenge, findOwner, findPendingKind } from "../repo";
import { sendCodeInput } from "../schema";

interface Recipient {
  userId: string;
  email: string;
  organizationId: string | null;
  occasion: string;
}

/** Somebody between the factors, by the token of their sign-in. */
async function recipientOfChallenge(token: string): Promise<Recipient> {
  const found = await findChallenge(token);
  if (!found) throw new AppError(MFA_TOKEN_INVALID);
  if (!methodsOf(found, found.amr).includes("email")) throw new AppError(MFA_METHOD_NOT_OFFERED);
  return { userId: found.userId, email: found.email, organizationId: found.organizationId, occasion: found.id };
}

/** Somebody signed in who uses codes by mail, or sets them up. */
async function recipientOfSession(ctx: RequestContext): Promise<Recipient | null> {
  const viewer = await viewerOf(ctx);
  if (!viewer) return null;
  const owner = await findOwner(viewer.userId);
  const isOffered = owner?.kinds.includes("email") || (await findPendingKind(viewer.userId)) === "email";
  if (!isOffered) throw new AppError(MFA_METHOD_NOT_OFFERED);
  return { userId: viewer.userId, email: viewer.email, organizationId: viewer.organizationId, occasion: viewer.sessionId };
}

export const sendSecondFactorCode = defineOperation({
  name: "mfa.send-code",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/mfa/send-code" },
  summary: "Mail a code of the second factor, to somebody who uses codes by mail",
  access: anyone(),
  limit: limits.secondFactor,
  input: sendCodeInput,
  output: z.object({ message: z.string(), expires_in: z.number().int().meta({ description: "Seconds" }) }),
  errors: { MFA_TOKEN_INVALID, MFA_METHOD_NOT_OFFERED },
  audit: writesAudit("mfa.code_sent"),

  async prepare({ ctx, input }) {
    const ofSession = input.mfa_token === undefined ? await recipientOfSession(ctx) : null;
    const token = input.mfa_token ?? ctx.credentials.mfaCookie;
    const recipient = ofSession ?? (token ? await recipientOfChallenge(token) : null);
    if (!recipient) throw new AppError(MFA_TOKEN_INVALID);
    await countByAccount(ctx, rules.secondFactorMail, recipient.userId);
    return recipient;
  },

  async run({ ctx, prepared: recipient, tx, seal }) {
    await mailCode(tx, ctx, recipient);
    const { userId, organizationId } = recipient;
    await recordIn(tx, seal({ action: "mfa.code_sent", actorId: userId, targetUserId: userId, organizationId }));
    return { message: "We sent you a code.", expires_in: CODE_SECONDS };
  },
});
