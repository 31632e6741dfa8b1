import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { queueMail } from "@/lib/email/queue-mail";
import { NOT_FOUND } from "@/lib/errors";
import { LAST_WAY_IN } from "@/lib/features/auth/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { keepWayIn } from "@/lib/features/auth/ways-in";
import { defineOperation } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { limits } from "@/lib/rate-limit/limits";
import { deviceOf } from "@/lib/session/device";
import { deletePasskey, findOwnPasskey } from "../repo";
import { passkeyParams } from "../schema";

export const removePasskey = defineOperation({
  name: "passkey.remove",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/auth/passkeys/{id}" },
  summary: "Remove one of one's own passkeys",
  access: signedIn(),
  limit: limits.ownWrite,
  stepUp: true,
  params: passkeyParams,
  output: z.object({ ...messageFields, id: z.uuid() }),
  errors: { LAST_WAY_IN },
  scope: ({ viewer, params }) => findOwnPasskey(params.id, viewer.userId),
  audit: {
    actions: ["passkey.removed"],
    describe: ({ output, resource, viewer }) => ({
      targetUserId: viewer?.userId,
      resource: { type: "passkey", id: output.id },
      metadata: { name: resource?.name },
    }),
  },
  async run({ ctx, viewer, resource: { id, name }, tx, fail }) {
    const isGone = await keepWayIn(tx, viewer.userId, () => fail(LAST_WAY_IN), () => deletePasskey(tx, id, viewer.userId));
    if (!isGone) return fail(NOT_FOUND);
    await enqueue(tx, queueMail("passkey-removed", viewer.email, { at: now(), name, device: deviceOf(ctx.userAgent).name }));
    return { ...say("The passkey was removed. It signs nobody in any more."), id };
  },
});
