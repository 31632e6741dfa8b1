import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { NOT_FOUND } from "@/lib/errors";
import { LAST_WAY_IN } from "@/lib/features/auth/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { keepWayIn } from "@/lib/features/auth/ways-in";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { deleteConnection, findOwnConnection } from "../repo";
import { connectionParams } from "../schema";
import { tellOwner } from "../tell-owner";

export const removeConnection = defineOperation({
  name: "connection.remove",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/auth/connections/{id}" },
  summary: "Disconnect a provider from one's own account",
  access: signedIn(),
  limit: limits.ownWrite,
  stepUp: true,
  params: connectionParams,
  output: z.object({ ...messageFields, id: z.uuid() }),
  errors: { LAST_WAY_IN },
  scope: ({ viewer, params }) => findOwnConnection(params.id, viewer.userId),
  audit: {
    actions: ["connection.removed"],
    describe: ({ output, resource, viewer }) => ({
      targetUserId: viewer?.userId,
      resource: { type: "connection", id: output.id },
      metadata: { provider: resource?.provider },
    }),
  },
  async run({ ctx, viewer, resource: { id, provider }, tx, fail }) {
    const isGone = await keepWayIn(tx, viewer.userId, () => fail(LAST_WAY_IN), () => deleteConnection(tx, id, viewer.userId));
    if (!isGone) return fail(NOT_FOUND);
    await tellOwner(tx, ctx, "connection-removed", { userId: viewer.userId, provider });
    return { ...say("The provider was disconnected. It signs you in here no more."), id };
  },
});
