import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { env } from "@/lib/env";
import { permits } from "@/lib/edge/permission";
import { say } from "@/lib/features/auth/schema";
import { newId } from "@/lib/ids";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { activateOrganization } from "@/lib/session/active-organization";
import type { Viewer } from "@/lib/session/viewer";
import { ORGANIZATIONS_BY_PERMISSION, SLUG_TAKEN } from "../errors";
import { findOrganization, toOrganizationDetail } from "../repo";
import { activateField, messageOutput, organizationDetail, organizationNameField, renewedAccessFields, slugField } from "../schema";
import { createWithOwner } from "../write-organization";

/** An organization of one's own makes nobody an administrator of others, so the permission must be held on the platform. */
const mayCreate = (viewer: Viewer) => env.organizationsCreate === "members" || permits(viewer.platformPermissions, "organizations.create");

export const createOrganization = defineOperation({
  name: "organization.create",
  kind: "mutation",
  http: { method: "POST", path: "/api/organizations" },
  summary: "Create an organization and become its administrator",
  access: signedIn(),
  limit: limits.ownWrite,
  input: z.strictObject({ name: organizationNameField, slug: slugField.optional(), activate: activateField }),
  output: z.object({ ...messageOutput, organization: organizationDetail, ...renewedAccessFields }),
  status: 201,
  errors: { ORGANIZATIONS_BY_PERMISSION, SLUG_TAKEN },
  audit: {
    actions: ["organization.created"],
    describe: ({ output: { organization: { id, name, slug } } }) => ({
      organizationId: id,
      resource: { type: "organization", id },
      metadata: { name, slug },
    }),
  },

  async run({ ctx, viewer, input: { name, slug, activate }, tx, fail }) {
    if (!mayCreate(viewer)) return fail(ORGANIZATIONS_BY_PERMISSION);
    const id = newId();
    if (!(await createWithOwner(tx, { id, slug, name, ownerId: viewer.userId, grantedById: viewer.userId }))) return fail(SLUG_TAKEN);
    const { userId, sessionId } = viewer;
    const isActivated = activate && (await activateOrganization(ctx, { organizationId: id, userId, sessionId, tx }));
    const activeId = isActivated ? id : viewer.organizationId;
    const made = await findOrganization(id, viewer.userId, { kind: "platform" }, tx);
    if (!made) throw new Error("the organization that was just made is not there");
    return { ...say("The organization was created."), organization_id: id, organization: toOrganizationDetail(made, activeId), tenant_id: activeId };
  },
});
