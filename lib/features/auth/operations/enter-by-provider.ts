import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { wholeUser } from "@/lib/features/account/user-wire";
import { PROVIDERS } from "@/lib/features/connections/schema";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runBefore } from "@/lib/hooks/run-hooks";
import { defineOperation, writesAudit } from "@/lib/operation";
import { enter } from "../enter";
import { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, MFA_REQUIRED } from "../errors";
import { findPersonAtDoor } from "../repo";
import { messageFields, say, tokenFields } from "../schema";

/** Its only door is a provider's callback (lib/auth/config.ts): the protocol has shown whose account it is. */
export const enterByProvider = defineOperation({
  name: "auth.enter-by-provider",
  kind: "statement",
  http: [],
  summary: "Sign in whom a provider has shown to be who they say",
  access: anyone(),
  input: z.strictObject({ user_id: z.uuid(), provider: z.enum(PROVIDERS) }),
  output: z.object({ ...messageFields, user: wholeUser, ...tokenFields }),
  errors: { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, MFA_REQUIRED, HOOK_REFUSED },
  audit: writesAudit("user.login", "user.login_failed", "mfa.challenged", "session.revoked"),
  async run({ ctx, input, seal, fail }) {
    const person = await findPersonAtDoor(input.user_id, ctx.credentials.deviceCookie);
    if (!person) return fail(ACCOUNT_DISABLED);
    await runBefore("beforeLogin", { identifier: person.email }, ctx);
    const user = await enter(ctx, { person, amr: ["fed"], provider: input.provider, rememberMe: true }, seal);
    return { ...say("Login successful"), user };
  },
});
