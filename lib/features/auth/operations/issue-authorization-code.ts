import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { providerIdentity, providerTokens } from "@/lib/features/connections/identity-schema";
import { renewAccess } from "@/lib/features/connections/provider-access";
import { defineOperation } from "@/lib/operation";
import { issueCode } from "../authorization-code";
import { findPersonAtDoor } from "../person-at-door";
import { codeChallenge } from "../schema";

/** Which app got it, without what its address says beside that. */
function clientOf(redirectUri: string): string {
  const { protocol, origin } = new URL(redirectUri);
  return /^https?:$/.test(protocol) ? origin : protocol;
}

/** Its only door is a provider's callback (lib/auth/provider-callbacks.ts): the protocol has shown whose account it is. */
export const issueAuthorizationCode = defineOperation({
  name: "auth.issue-authorization-code",
  kind: "mutation",
  http: [],
  summary: "Grant an app, whose person a provider has shown to be who they say, the code that it exchanges for a session",
  access: anyone(),
  input: z.strictObject({
    user_id: z.uuid(),
    ...providerIdentity.pick({ provider: true, subject: true }).shape,
    tokens: providerTokens,
    code_challenge: codeChallenge,
    redirect_uri: z.url(),
  }),
  output: z.object({ code: z.string() }),
  audit: {
    actions: ["user.authorization_code_issued"],
    describe: ({ input }) => ({ actorId: input.user_id, targetUserId: input.user_id, metadata: { provider: input.provider, client: clientOf(input.redirect_uri) } }),
  },
  async run({ input, tx }) {
    await renewAccess(tx, input.user_id, input, input.tokens);
    const person = await findPersonAtDoor(input.user_id, null);
    return { code: await issueCode(tx, input.user_id, { provider: input.provider, challenge: input.code_challenge, standing: person?.standing ?? "" }) };
  },
});
