import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { wholeUser } from "@/lib/features/account/user-wire";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { invalidGrant, redeemCode } from "../authorization-code";
import { enterFromProvider } from "../enter-from-provider";
import { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, INVALID_GRANT, MFA_REQUIRED } from "../errors";
import { exchangeInput, messageFields, say, tokenFields } from "../schema";

/** The session begins here, with the app's device and address, behind every check that other doors have too. */
export const exchangeAuthorizationCode = defineOperation({
  name: "auth.exchange-authorization-code",
  kind: "statement",
  http: { method: "POST", path: "/api/auth/token" },
  summary: "Sign an app in with the code that its sign-in by a provider ended in",
  access: anyone(),
  limit: limits.authorizationCode,
  input: exchangeInput,
  output: z.object({ ...messageFields, user: wholeUser, ...tokenFields }),
  errors: { INVALID_GRANT, ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, MFA_REQUIRED, HOOK_REFUSED },
  audit: writesAudit("user.login", "user.login_failed", "mfa.challenged", "session.revoked"),

  async prepare({ input, seal }) {
    const redeemed = await redeemCode(input.code, input.code_verifier);
    if (redeemed.isGood) return redeemed;
    const { reason, userId } = redeemed;
    await recordEvent(seal({ action: "user.login_failed", success: false, errorCode: INVALID_GRANT.code, actorId: null, targetUserId: userId, metadata: { reason } }));
    throw invalidGrant(reason);
  },

  async run({ ctx, prepared: { userId, provider, standing }, seal }) {
    return { ...say("Login successful"), user: await enterFromProvider(ctx, { userId, provider, standing }, seal) };
  },
});
