import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { assertWithinReach, trailOf } from "@/lib/features/admin/guard-target";
import { CANNOT_CHANGE_SELF, OUT_OF_REACH } from "@/lib/features/admin/errors";
import { messageOutput, sayOf, userIdParams } from "@/lib/features/admin/schema";
import { findTarget } from "@/lib/features/admin/target";
import { defineOperation } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { limits } from "@/lib/rate-limit/limits";
import { MFA_NOT_ENABLED } from "../errors";
import { findOwner, removeFactors } from "../repo";
import { changedMail } from "../tell-owner";

/** For somebody who has lost their second factor and their recovery codes. Whoever does it has to be sure who asks. */
export const resetUserMfa = defineOperation({
  name: "user.reset-mfa",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/admin/users/{id}/mfa" },
  summary: "Remove somebody's second factor, recovery codes and trusted devices",
  access: can("users.edit"),
  limit: limits.adminWrite,
  params: userIdParams,
  output: z.object(messageOutput),
  errors: { CANNOT_CHANGE_SELF, OUT_OF_REACH, MFA_NOT_ENABLED },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.edit"), params.id),
  audit: {
    actions: ["mfa.reset"],
    describe: ({ resource, viewer }) => ({ targetUserId: resource.id, resource: { type: "user", id: resource.id }, organizationId: trailOf(viewer, resource) }),
  },
  stepUp: true,

  async run({ ctx, viewer, resource, tx, fail }) {
    // One's own is turned off with a code of it, and not where a policy requires it.
    if (resource.id === viewer.userId) return fail(CANNOT_CHANGE_SELF);
    await assertWithinReach(tx, viewer, "users.edit", resource);
    const owner = await findOwner(resource.id);
    if (!owner?.isEnabled) return fail(MFA_NOT_ENABLED);
    await removeFactors(tx, resource.id);
    await enqueue(tx, changedMail(ctx, resource.email, "reset"));
    return sayOf(resource.id, "The second factor is removed. They were told by mail.");
  },
});
