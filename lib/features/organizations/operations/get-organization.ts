import { scopeOf, signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findOrganization, toOrganizationDetail } from "../repo";
import { organizationDetail, organizationParams } from "../schema";

export const getOrganization = defineOperation({
  name: "organization.get",
  kind: "query",
  http: { method: "GET", path: "/api/organizations/{organization_id}" },
  summary: "Show an organization to its members, and to whoever holds organizations.view on the platform",
  access: signedIn(),
  limit: limits.read,
  params: organizationParams,
  output: organizationDetail,
  audit: false,
  scope: ({ viewer, params }) => findOrganization(params.organization_id, viewer.userId, scopeOf(viewer, "organizations.view")),
  run: async ({ viewer, resource }) => toOrganizationDetail(resource, viewer.organizationId),
});
