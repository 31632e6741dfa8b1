import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { connect } from "../connect";
import { CONNECTED_ELSEWHERE } from "../errors";
import { providerIdentity, providerTokens } from "../identity-schema";
import { tellOwner } from "../tell-owner";

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
  input: z.strictObject({ user_id: z.uuid(), is_new: z.boolean(), identity: providerIdentity, tokens: providerTokens }),
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
  async run({ ctx, input, tx, fail }) {
    const made = await connect(tx, input.user_id, input.identity, input.tokens);
    if (!made) return fail(CONNECTED_ELSEWHERE);
    // Whoever has just got an account in this way has been welcomed.
    if (!made.wasThere && !input.is_new) await tellOwner(tx, ctx, "connection-added", { userId: input.user_id, provider: input.identity.provider });
    return { id: made.id };
  },
});
