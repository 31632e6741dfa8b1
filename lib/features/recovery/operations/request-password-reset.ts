import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
import { invalidFields, RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { safeReturnTo } from "@/lib/http/return-to";
import { defineOperation, writesAudit } from "@/lib/operation";
import { decoyOf } from "@/lib/outbox/outbox";
import { counterOf, reserve } from "@/lib/rate-limit/count";
import { limits, rules } from "@/lib/rate-limit/limits";
import { addressKey } from "@/lib/session/address-key";
import { findOwnerByEmail, type Owner, writeResetRequest } from "../repo";
import { newResetLink } from "../reset-link";
import { requestResetInput } from "../schema";

/** The limit per account holds for addresses that nobody has too, and where RATE_LIMIT_ENABLED=false. */
const countersOf = (ipAddress: string | null, email: string) => [
  counterOf(rules.resetAccount, sha256(email).toString("base64url")),
  ...(env.rateLimitEnabled ? [counterOf(rules.reset, addressKey(ipAddress))] : []),
];

/** Of the audit row alone; the answer is the same. */
const refusalOf = (owner: Owner | null): string | null => (owner === null ? "UNKNOWN_ADDRESS" : owner.isUsable ? null : "ACCOUNT_DISABLED");

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
    const { redirect_url: wanted } = input;
    const redirectUrl = wanted ? safeReturnTo(wanted, "") : null;
    if (redirectUrl === "") throw invalidFields({ redirect_url: ["Send a path of this site, or an address on the list of this installation."] });
    await reserve(ctx, countersOf(ctx.ipAddress, input.email));
    return { redirectUrl };
  },

  /**
   * Whether or not there is such an account, the same is written: a token, a message of the outbox and an audit row. For nobody
   * the token names no account, and the message is delivered to no one.
   */
  async run({ input: { email }, prepared: { redirectUrl }, seal }) {
    const owner = await findOwnerByEmail(email);
    const errorCode = refusalOf(owner);
    const recipient = errorCode === null ? owner : null;
    const { token, message } = newResetLink({ user: recipient, address: email, redirectUrl });
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
