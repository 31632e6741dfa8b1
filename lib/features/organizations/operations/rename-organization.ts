import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findAdministered } from "../find-administered";
import { findOrganization, toOrganizationDetail } from "../repo";
import { messageOutput, organizationDetail, organizationNameField, organizationParams } from "../schema";
import { renameOrganization as rename } from "../write-organization";

/** The slug stays: addresses and other systems hold on to it. */
export const renameOrganization = defineOperation({
  name: "organization.rename",
  kind: "mutation",
  http: { method: "PATCH", path: "/api/organizations/{organization_id}" },
  summary: "Rename an organization",
  access: can("organizations.edit"),
  limit: limits.adminWrite,
  params: organizationParams,
  input: z.strictObject({ name: organizationNameField }),
  output: z.object({ ...messageOutput, organization: organizationDetail }),
  scope: ({ viewer, params }) => findAdministered(params.organization_id, scopeOf(viewer, "organizations.edit")),
  audit: {
    actions: ["organization.renamed"],
    describe: ({ output: { organization }, resource: { id, name } }) => ({
      organizationId: id,
      resource: { type: "organization", id },
      changes: { name: { from: name, to: organization.name } },
    }),
  },

  async run({ viewer, resource: { id }, input: { name }, tx }) {
    if (!(await rename(tx, id, name))) throw new AppError(NOT_FOUND);
    const renamed = await findOrganization(id, viewer.userId, { kind: "platform" }, tx);
    if (!renamed) throw new Error("the organization that was just renamed is not there");
    return { ...say("The organization was renamed."), organization_id: id, organization: toOrganizationDetail(renamed, viewer.organizationId) };
  },
});
