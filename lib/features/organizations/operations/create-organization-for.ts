import { z } from "zod";
import { can } from "@/lib/access/policy";
import { permits } from "@/lib/edge/permission";
import { invalidFields } from "@/lib/errors";
import { say } from "@/lib/features/auth/schema";
import { newId } from "@/lib/ids";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { ORGANIZATIONS_BY_PERMISSION, SLUG_TAKEN } from "../errors";
import { isVisible } from "../members";
import { findOrganization, toOrganizationDetail } from "../repo";
import { messageOutput, organizationDetail, organizationNameField, slugField } from "../schema";
import { createWithOwner } from "../write-organization";

/** For installations in which members do not create their own, and for onboarding. */
export const createOrganizationFor = defineOperation({
  name: "organization.create-for",
  kind: "mutation",
  http: { method: "POST", path: "/api/admin/organizations" },
  summary: "Create an organization with somebody else as its administrator",
  access: can("organizations.create"),
  limit: limits.adminWrite,
  input: z.strictObject({ name: organizationNameField, slug: slugField.optional(), owner_id: z.uuid() }),
  output: z.object({ ...messageOutput, organization: organizationDetail, owner_id: z.uuid() }),
  status: 201,
  errors: { ORGANIZATIONS_BY_PERMISSION, SLUG_TAKEN },
  audit: {
    actions: ["organization.created"],
    describe: ({ output: { organization: { id, name, slug }, owner_id: ownerId } }) => ({
      organizationId: id,
      targetUserId: ownerId,
      resource: { type: "organization", id },
      metadata: { name, slug },
    }),
  },

  async run({ viewer, input: { name, slug, owner_id: ownerId }, tx, fail }) {
    // An organization's own administrator holds everything in it, this too: to make another one is the platform's.
    if (!permits(viewer.platformPermissions, "organizations.create")) return fail(ORGANIZATIONS_BY_PERMISSION);
    if (!(await isVisible(tx, { kind: "platform" }, ownerId))) throw invalidFields({ owner_id: ["There is no such person."] });
    const id = newId();
    if (!(await createWithOwner(tx, { id, slug, name, ownerId, grantedById: viewer.userId }))) return fail(SLUG_TAKEN);
    const made = await findOrganization(id, viewer.userId, { kind: "platform" }, tx);
    if (!made) throw new Error("the organization that was just made is not there");
    return { ...say("The organization was created."), organization_id: id, organization: toOrganizationDetail(made, viewer.organizationId), owner_id: ownerId };
  },
});
