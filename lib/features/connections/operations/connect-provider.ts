import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { connect } from "../connect";
import { CONNECTED_ELSEWHERE } from "../errors";
import { providerIdentity, providerTokens } from "../identity-schema";
import { tellOwner } from "../tell-owner";

/** Its only door is a provider's callback (lib/auth): what is connected is what the protocol has proved, never what somebody sends. */
export const connectProvider = defineOperation({
  name: "connection.add",
  kind: "mutation",
  http: [],
  summary: "Connect a provider to one's own account",
  access: signedIn(),
  limit: limits.ownWrite,
  stepUp: true,
  input: z.strictObject({ identity: providerIdentity, tokens: providerTokens }),
  output: z.object({ id: z.uuid(), was_there: z.boolean() }),
  errors: { CONNECTED_ELSEWHERE },
  audit: {
    actions: ["connection.added"],
    describe: ({ input, output, viewer }) => ({
      targetUserId: viewer?.userId,
      resource: { type: "connection", id: output.id },
      metadata: { provider: input.identity.provider, ...(output.was_there ? { unchanged: true } : {}) },
    }),
  },
  async run({ ctx, viewer, input, tx, fail }) {
    const made = await connect(tx, viewer.userId, input.identity, input.tokens);
    if (!made) return fail(CONNECTED_ELSEWHERE);
    if (!made.wasThere) await tellOwner(tx, ctx, "connection-added", { userId: viewer.userId, provider: input.identity.provider });
    return { id: made.id, was_there: made.wasThere };
  },
});
