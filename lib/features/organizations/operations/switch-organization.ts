import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { say } from "@/lib/features/auth/schema";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { activateOrganization } from "@/lib/session/active-organization";
import { findJoined } from "../repo";
import { messageOutput, organizationParams, renewedAccessFields } from "../schema";

/**
 * One statement, so that many sessions of one account that switch at once wait for each other no longer than that. The row
 * goes into the trail of the organization switched to, and does not say which one was active before: that is not its to know.
 */
export const switchOrganization = defineOperation({
  name: "organization.switch",
  kind: "statement",
  http: { method: "POST", path: "/api/organizations/{organization_id}/switch" },
  summary: "Make one of one's organizations the active one of this session",
  access: signedIn(),
  limit: limits.ownWrite,
  params: organizationParams,
  output: z.object({ ...messageOutput, ...renewedAccessFields }),
  scope: ({ viewer, params }) => findJoined(params.organization_id, viewer.userId),
  audit: writesAudit("organization.switched"),

  async run({ ctx, viewer: { userId, sessionId }, resource: { id, name }, seal }) {
    const event = { action: "organization.switched", organizationId: id, targetUserId: userId, resource: { type: "organization", id } };
    if (!(await activateOrganization(ctx, { organizationId: id, userId, sessionId, audit: [seal(event)] }))) throw new AppError(NOT_FOUND);
    return { ...say(`${name} is active now.`), organization_id: id, tenant_id: id };
  },
});
