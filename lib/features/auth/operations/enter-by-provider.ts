import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { wholeUser } from "@/lib/features/account/user-wire";
import { providerIdentity, providerTokens } from "@/lib/features/connections/identity-schema";
import { renewAccess } from "@/lib/features/connections/provider-access";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { defineOperation, writesAudit } from "@/lib/operation";
import { enterFromProvider } from "../enter-from-provider";
import { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, MFA_REQUIRED } from "../errors";
import { messageFields, say, tokenFields } from "../schema";

/** Its only door is a provider's callback (lib/auth/config.ts): the protocol has shown whose account it is. */
export const enterByProvider = defineOperation({
  name: "auth.enter-by-provider",
  kind: "statement",
  http: [],
  summary: "Sign in whom a provider has shown to be who they say",
  access: anyone(),
  input: z.strictObject({ user_id: z.uuid(), ...providerIdentity.pick({ provider: true, subject: true }).shape, tokens: providerTokens }),
  output: z.object({ ...messageFields, user: wholeUser, ...tokenFields }),
  errors: { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, MFA_REQUIRED, HOOK_REFUSED },
  audit: writesAudit("user.login", "user.login_failed", "mfa.challenged", "session.revoked"),
  async run({ ctx, input, tx, seal }) {
    await renewAccess(tx, input.user_id, input, input.tokens);
    return { ...say("Login successful"), user: await enterFromProvider(ctx, { userId: input.user_id, provider: input.provider }, seal) };
  },
});
