import { z } from "zod";
import { keepOwner } from "@/lib/access/last-owner";
import { signedIn } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { leaveActiveOrganization, renewAccess } from "@/lib/session/active-organization";
import { LAST_OWNER } from "../errors";
import { holdOrganization } from "../guard-member";
import { endMembership } from "../members";
import { findJoined } from "../repo";
import { messageOutput, organizationParams, renewedAccessFields } from "../schema";

export const leaveOrganization = defineOperation({
  name: "organization.leave",
  kind: "mutation",
  http: { method: "POST", path: "/api/organizations/{organization_id}/leave" },
  summary: "Leave an organization",
  access: signedIn(),
  limit: limits.ownWrite,
  params: organizationParams,
  output: z.object({ ...messageOutput, ...renewedAccessFields }),
  errors: { LAST_OWNER },
  scope: ({ viewer, params }) => findJoined(params.organization_id, viewer.userId),
  audit: {
    actions: ["organization.member_left"],
    describe: ({ resource: { id }, viewer }) => ({
      organizationId: id,
      targetUserId: viewer?.userId,
      resource: { type: "organization", id },
    }),
  },

  async run({ ctx, viewer, resource: { id, name }, tx, fail }) {
    await holdOrganization(tx, id);
    const isEnded = await keepOwner(tx, id, () => fail(LAST_OWNER), () => endMembership(tx, id, viewer.userId));
    if (!isEnded) throw new AppError(NOT_FOUND);
    await leaveActiveOrganization(tx, id, viewer.userId);
    return { ...say(`You left ${name}.`), organization_id: id, tenant_id: await renewAccess(ctx, tx, viewer) };
  },
});
