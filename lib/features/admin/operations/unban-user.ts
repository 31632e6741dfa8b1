import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { liftBan } from "../ban-person";
import { OUT_OF_REACH } from "../errors";
import { assertWithinReach, trailOf } from "../guard-target";
import { messageOutput, sayOf, userIdParams } from "../schema";
import { findTarget } from "../target";

const input = z.strictObject({ reason: z.string().trim().max(500).nullish() });
const output = z.object({ ...messageOutput, unchanged: z.literal(true).optional().meta({ description: "Was not banned" }) });

export const unbanUser = defineOperation({
  name: "user.unban",
  kind: "mutation",
  http: { method: "POST", path: "/api/admin/users/{id}/unban" },
  summary: "Lift a ban",
  access: can("users.ban"),
  limit: limits.adminWrite,
  params: userIdParams,
  input,
  output,
  errors: { OUT_OF_REACH },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.ban"), params.id),
  audit: {
    actions: ["user.unbanned"],
    describe: ({ input: { reason }, output: { unchanged }, resource, viewer }) => ({
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      organizationId: trailOf(viewer, resource),
      metadata: { reason: reason || null, ...(unchanged ? { unchanged } : {}) },
    }),
  },

  async run({ viewer, resource, tx }) {
    await assertWithinReach(tx, viewer, "users.ban", resource);
    if (await liftBan(tx, resource.id)) return sayOf(resource.id, "The ban was lifted.");
    return { ...sayOf(resource.id, "This person was not banned."), unchanged: true as const };
  },
});
