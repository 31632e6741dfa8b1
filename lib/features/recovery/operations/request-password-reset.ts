import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { countersOfAskedMail, refusalOfAskedMail, targetOfAskedMail } from "@/lib/features/auth/asked-mail";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation, writesAudit } from "@/lib/operation";
import { decoyOf } from "@/lib/outbox/outbox";
import { reserve } from "@/lib/rate-limit/count";
import { limits, rules } from "@/lib/rate-limit/limits";
import { findOwnerByEmail, writeResetRequest } from "../repo";
import { newResetLink } from "../reset-link";
import { requestResetInput } from "../schema";

export const requestPasswordReset = defineOperation({
  name: "auth.request-password-reset",
  kind: "statement",
  http: { method: "POST", path: "/api/auth/request-password-reset" },
  summary: "Send the owner of an address a link with which they choose a new password; the same answer for every address",
  access: anyone(),
  limit: limits.mailedLink,
  input: requestResetInput,
  output: z.object(messageFields),
  errors: { RATE_LIMIT_EXCEEDED },
  audit: writesAudit("user.password_reset_request"),

  async prepare({ ctx, input }) {
    const redirectUrl = targetOfAskedMail("redirect_url", input.redirect_url);
    await reserve(ctx, countersOfAskedMail({ account: rules.resetAccount, address: rules.reset }, { ipAddress: ctx.ipAddress, email: input.email }));
    return { redirectUrl };
  },

  /**
   * Whether or not there is such an account, the same is written: a token, a message of the outbox and an audit row. For nobody
   * the token names no account, and the message is delivered to no one.
   */
  async run({ input: { email }, prepared: { redirectUrl }, seal }) {
    const owner = await findOwnerByEmail(email);
    const errorCode = refusalOfAskedMail(owner);
    const recipient = errorCode === null ? owner : null;
    const { token, message } = newResetLink({ user: recipient, address: email, redirectUrl, reason: recipient?.hasPassword === false ? "none_yet" : "asked" });
    const audit = seal({
      action: "user.password_reset_request",
      actorId: null,
      targetUserId: owner?.id ?? null,
      organizationId: owner?.organizationId ?? null,
      identifier: email,
      success: errorCode === null,
      errorCode,
    });
    await writeResetRequest({ email, token, message: recipient ? message : decoyOf(message), audit });
    return say("If an account exists for this address, a mail with a link to choose a new password is on its way. The link works for one hour.");
  },
});
