import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { AppError } from "@/lib/errors";
import { wholeUser } from "@/lib/features/account/user-wire";
import { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED } from "@/lib/features/auth/errors";
import { messageFields, say, tokenFields } from "@/lib/features/auth/schema";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { viewerOf } from "@/lib/session/viewer";
import { confirmSetup, judgeSetup } from "../confirm-setup";
import { INVALID_MFA_CODE, MFA_NOT_PENDING, MFA_TOKEN_BUSY, MFA_TOKEN_INVALID } from "../errors";
import { finishSignIn, judgeSignIn } from "../finish-sign-in";
import { verifyInput } from "../schema";

/**
 * Old clients have one address for both: with the token of a sign-in it is the second step; from a session it turns on what was
 * set up there.
 */
export const verifySecondFactor = defineOperation({
  name: "mfa.verify",
  kind: "statement",
  http: [
    { method: "POST", path: "/api/auth/mfa/verify" },
    { method: "POST", path: "/api/auth/verify-mfa" },
  ],
  summary: "Finish a sign-in by its second factor, or confirm the one that is being set up",
  access: anyone(),
  limit: limits.secondFactor,
  input: verifyInput,
  output: z.object({ ...messageFields, user: wholeUser, ...tokenFields }),
  errors: { MFA_TOKEN_INVALID, MFA_TOKEN_BUSY, INVALID_MFA_CODE, MFA_NOT_PENDING, ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, HOOK_REFUSED },
  audit: writesAudit("user.mfa_verified", "user.mfa_enabled", "user.mfa_failed", "mfa.recovery_code_used", "user.login", "user.login_failed", "session.revoked"),

  async prepare({ ctx, input }) {
    const code = input.code ?? input.token ?? "";
    const viewer = input.mfa_token === undefined ? await viewerOf(ctx) : null;
    if (viewer) return { setup: await judgeSetup(ctx, viewer, code), signIn: null };
    const token = input.mfa_token ?? ctx.credentials.mfaCookie;
    if (!token) throw new AppError(MFA_TOKEN_INVALID);
    return { setup: null, signIn: await judgeSignIn(ctx, { token, code, method: input.method }) };
  },

  async run({ ctx, input, prepared: { setup, signIn }, seal }) {
    if (setup) return { ...say("Your second factor is on."), user: await confirmSetup(ctx, setup, seal) };
    return { ...say("Login successful"), user: await finishSignIn(ctx, signIn, input.trust_device ?? false, seal) };
  },
});
