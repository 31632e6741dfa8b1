import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { forgetFailedSignIns } from "@/lib/features/auth/login-budget";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { OUT_OF_REACH } from "../errors";
import { assertWithinReach, trailOf } from "../guard-target";
import { messageOutput, sayOf, userIdParams } from "../schema";
import { findTarget } from "../target";

export const unlockUser = defineOperation({
  name: "user.unlock",
  kind: "mutation",
  http: { method: "POST", path: "/api/admin/users/{id}/unlock" },
  summary: "Forget somebody's failed sign-ins, so that they may try again at once",
  access: can("users.edit"),
  limit: limits.adminWrite,
  params: userIdParams,
  input: z.strictObject({}),
  output: z.object({ ...messageOutput, unchanged: z.literal(true).optional().meta({ description: "There were no failed sign-ins" }) }),
  errors: { OUT_OF_REACH },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.edit"), params.id),
  audit: {
    actions: ["user.unlocked"],
    describe: ({ output: { unchanged }, resource, viewer }) => ({
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      organizationId: trailOf(viewer, resource),
      ...(unchanged ? { metadata: { unchanged } } : {}),
    }),
  },

  async run({ viewer, resource, tx }) {
    const { id } = resource;
    await assertWithinReach(tx, viewer, "users.edit", resource);
    if ((await forgetFailedSignIns(tx, id)) === 0) return { ...sayOf(id, "There were no failed sign-ins to forget."), unchanged: true as const };
    return sayOf(id, "The failed sign-ins are forgotten.");
  },
});
