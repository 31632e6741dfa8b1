import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { connect } from "../connect";
import { CONNECTED_ELSEWHERE } from "../errors";
import { providerIdentity, providerTokens } from "../identity-schema";

/**
 * What Auth.js calls linking an account: the person whom `auth.register-by-provider` has made or recognised is from now on known
 * by the provider's name for them. Its only door is a provider's callback (lib/auth/adapter.ts).
 */
export const connectAtDoor = defineOperation({
  name: "connection.add-at-sign-in",
  kind: "mutation",
  http: [],
  summary: "Connect a provider to the account that its person signs in to for the first time",
  access: anyone(),
  input: z.strictObject({ user_id: z.uuid(), identity: providerIdentity, tokens: providerTokens }),
  output: z.object({ id: z.uuid() }),
  errors: { CONNECTED_ELSEWHERE },
  audit: {
    actions: ["connection.added"],
    describe: ({ input, output }) => ({
      actorId: input.user_id,
      targetUserId: input.user_id,
      resource: { type: "connection", id: output.id },
      metadata: { provider: input.identity.provider, at: "sign-in" },
    }),
  },
  async run({ input, tx, fail }) {
    const made = await connect(tx, input.user_id, input.identity, input.tokens);
    return made ? { id: made.id } : fail(CONNECTED_ELSEWHERE);
  },
});
