import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { NO_PASSWORD, OUT_OF_REACH } from "../errors";
import { assertWithinReach, trailOf } from "../guard-target";
import { messageOutput, sayOf, userIdParams } from "../schema";
import { findTarget } from "../target";

export const requirePasswordChange = defineOperation({
  name: "user.require-password-change",
  kind: "mutation",
  http: { method: "POST", path: "/api/admin/users/{id}/force-password-change" },
  summary: "Let somebody do nothing before they have chosen a new password",
  access: can("users.edit"),
  limit: limits.adminWrite,
  params: userIdParams,
  input: z.strictObject({}),
  output: z.object({ ...messageOutput, unchanged: z.literal(true).optional().meta({ description: "Was due before" }) }),
  errors: { NO_PASSWORD, OUT_OF_REACH },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.edit"), params.id),
  audit: {
    actions: ["user.password_change_required"],
    describe: ({ output: { unchanged }, resource, viewer }) => ({
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      organizationId: trailOf(viewer, resource),
      ...(unchanged ? { metadata: { unchanged } } : {}),
    }),
  },

  /** Every request of theirs asks the database, so open sessions are held up at their next one and need not end. */
  async run({ viewer, resource, tx, fail }) {
    const { id } = resource;
    await assertWithinReach(tx, viewer, "users.edit", resource);
    const [person] = await tx.$queryRaw<{ hasPassword: boolean; isDue: boolean }[]>`
      SELECT password_hash IS NOT NULL AS "hasPassword", must_change_password AS "isDue" FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    if (!person?.hasPassword) return fail(NO_PASSWORD);
    if (person.isDue) return { ...sayOf(id, "A new password was due already."), unchanged: true as const };
    await tx.$executeRaw`UPDATE users SET must_change_password = true, updated_at = app_now() WHERE id = ${id}::uuid`;
    return sayOf(id, "They must choose a new password before they do anything else.");
  },
});
