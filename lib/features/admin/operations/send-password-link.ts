import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { sha256 } from "@/lib/crypto";
import { RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { sendSetPasswordLink } from "@/lib/features/recovery/reset-link";
import { defineOperation } from "@/lib/operation";
import { counterOf, reserve } from "@/lib/rate-limit/count";
import { limits, rules } from "@/lib/rate-limit/limits";
import { IS_USABLE_SQL } from "@/lib/session/live-session";
import { NOT_USABLE, OUT_OF_REACH } from "../errors";
import { assertWithinReach, trailOf } from "../guard-target";
import { messageOutput, sayOf, userIdParams } from "../schema";
import { findTarget } from "../target";

const RECIPIENT = `SELECT username, ${IS_USABLE_SQL("u")} AS "isUsable" FROM users u WHERE u.id = $1::uuid`;

export const sendPasswordLink = defineOperation({
  name: "user.send-password-link",
  kind: "mutation",
  http: { method: "POST", path: "/api/admin/users/{id}/reset-password" },
  summary: "Send somebody a mail with a link with which they choose a password; the one they have works until then",
  access: can("users.reset_password"),
  limit: limits.adminWrite,
  params: userIdParams,
  input: z.strictObject({}),
  output: z.object(messageOutput),
  errors: { NOT_USABLE, OUT_OF_REACH, RATE_LIMIT_EXCEEDED },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.reset_password"), params.id),
  audit: {
    actions: ["user.password_reset_request"],
    describe: ({ resource, viewer }) => ({
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      organizationId: trailOf(viewer, resource),
      identifier: resource.email,
      metadata: { by: "administrator" },
    }),
  },

  /** Together with those that are asked for at the sign-in page: nobody's mailbox is flooded from two sides. */
  prepare: async ({ ctx, resource }) => void (await reserve(ctx, [counterOf(rules.resetAccount, sha256(resource.email.toLowerCase()).toString("base64url"))])),

  async run({ viewer, resource, tx, fail }) {
    const { id, email } = resource;
    await assertWithinReach(tx, viewer, "users.reset_password", resource);
    const [person] = await tx.$queryRawUnsafe<{ username: string; isUsable: boolean }[]>(RECIPIENT, id);
    if (!person?.isUsable) return fail(NOT_USABLE);
    await sendSetPasswordLink(tx, { id, email, username: person.username });
    return sayOf(id, "They were sent a link with which they choose a password. It works for 24 hours.");
  },
});
