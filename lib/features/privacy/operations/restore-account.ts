import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { queueMail } from "@/lib/email/queue-mail";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { limits } from "@/lib/rate-limit/limits";
import { deviceOf } from "@/lib/session/device";
import { DELETION_DUE, NOT_LEAVING } from "../errors";
import { stay } from "../leave";

/** The one thing besides signing out that a session of such an account can do. */
export const restoreAccount = defineOperation({
  name: "account.restore",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/account/restore" },
  summary: "Take back the deletion of one's own account",
  access: signedIn(),
  whileDue: "anything",
  limit: limits.ownWrite,
  output: z.object(messageFields),
  errors: { NOT_LEAVING, DELETION_DUE },
  audit: {
    actions: ["user.deletion_cancelled"],
    describe: ({ viewer }) => ({ targetUserId: viewer?.userId, resource: { type: "user", id: viewer?.userId ?? null } }),
  },

  async run({ ctx, viewer, tx, fail }) {
    if (viewer.deletionDueAt === null) return fail(NOT_LEAVING);
    if (!(await stay(tx, viewer.userId))) return fail(viewer.deletionDueAt <= now() ? DELETION_DUE : NOT_LEAVING);
    await enqueue(tx, queueMail("account-restored", viewer.email, { at: now(), device: deviceOf(ctx.userAgent).name }));
    return say("Your account is kept.");
  },
});
