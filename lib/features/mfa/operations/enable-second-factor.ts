import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { countByAccount } from "@/lib/rate-limit/count";
import { limits, rules } from "@/lib/rate-limit/limits";
import { mailCode } from "../code-mail";
import { MFA_ALREADY_ENABLED } from "../errors";
import { newRecoveryCodes } from "../recovery-code";
import { beginFactor, findOwner, replaceRecoveryCodes } from "../repo";
import { enableInput, enableOutput } from "../schema";
import { newTotpSecret, otpauthUrl, totpCipher } from "../totp";

const SENTENCE = {
  totp: "Scan the code with your authenticator app and enter what it shows.",
  email: "We sent a code to the address of your account. Enter it to go on.",
};

/** Nothing is asked at a sign-in before `POST /api/auth/mfa/verify` has confirmed it; an app that was in use stays until then. */
export const enableSecondFactor = defineOperation({
  name: "mfa.enable",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/mfa/enable" },
  summary: "Begin to set up a second factor: an authenticator app, or codes by mail",
  access: signedIn(),
  limit: limits.ownWrite,
  input: enableInput,
  output: enableOutput,
  errors: { MFA_ALREADY_ENABLED },
  audit: { actions: ["mfa.setup_begun"], describe: ({ output, viewer }) => ({ targetUserId: viewer?.userId, metadata: { method: output.method } }) },
  whileDue: ["second_factor"],
  stepUp: true,

  async prepare({ ctx, input: { method }, viewer, fail }) {
    const owner = await findOwner(viewer.userId);
    if (method === "email" && owner?.kinds.includes("email")) return fail(MFA_ALREADY_ENABLED);
    if (method === "email") await countByAccount(ctx, rules.secondFactorMail, viewer.userId);
    return { hasCodes: owner?.isEnabled ?? false, secret: method === "totp" ? newTotpSecret() : null };
  },

  async run({ ctx, input: { method }, viewer: { userId, email, sessionId }, prepared: { hasCodes, secret }, tx }) {
    const codes = hasCodes ? { shown: [], digests: [] } : newRecoveryCodes(userId);
    await beginFactor(tx, userId, method, secret === null ? null : totpCipher.seal(secret));
    if (!hasCodes) await replaceRecoveryCodes(tx, userId, codes.digests);
    if (method === "email") await mailCode(tx, ctx, { userId, email, occasion: sessionId });
    return { message: SENTENCE[method], method, secret, otpauth_url: secret === null ? null : otpauthUrl(secret, email), recovery_codes: codes.shown };
  },
});
