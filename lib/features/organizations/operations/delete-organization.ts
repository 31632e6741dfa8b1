import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { leaveActiveOrganization, renewAccess } from "@/lib/session/active-organization";
import { DEFAULT_ORGANIZATION } from "../errors";
import { findAdministered } from "../find-administered";
import { holdOrganization } from "../guard-member";
import { DEFAULT_SLUG } from "../organization-sql";
import { messageOutput, organizationParams, renewedAccessFields } from "../schema";
import { endAllMemberships, hideOrganization } from "../write-organization";

/** Nobody's account ends with it. Its events stay in the trail, where the platform's administrators find them. */
export const deleteOrganization = defineOperation({
  name: "organization.delete",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/organizations/{organization_id}" },
  summary: "Delete an organization: memberships and roles end, the audit trail stays",
  access: can("organizations.delete"),
  stepUp: true,
  limit: limits.adminWrite,
  params: organizationParams,
  output: z.object({ ...messageOutput, members_removed: z.number().int(), ...renewedAccessFields }),
  errors: { DEFAULT_ORGANIZATION },
  scope: ({ viewer, params }) => findAdministered(params.organization_id, scopeOf(viewer, "organizations.delete")),
  audit: {
    actions: ["organization.deleted"],
    describe: ({ output: { members_removed }, resource: { id, name, slug } }) => ({
      organizationId: id,
      resource: { type: "organization", id },
      metadata: { name, slug, members_removed },
    }),
  },

  async run({ ctx, viewer, resource: { id, slug }, tx, fail }) {
    if (slug === DEFAULT_SLUG) return fail(DEFAULT_ORGANIZATION);
    await holdOrganization(tx, id);
    const removed = await endAllMemberships(tx, id);
    await leaveActiveOrganization(tx, id, null);
    await hideOrganization(tx, id);
    return {
      ...say("The organization was deleted."),
      organization_id: id,
      members_removed: removed,
      tenant_id: await renewAccess(ctx, tx, viewer),
    };
  },
});
