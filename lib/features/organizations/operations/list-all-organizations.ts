import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { countLimit, cutPage, pageFields, pageFigures, pageOutput, windowOf } from "@/lib/pagination";
import { limits } from "@/lib/rate-limit/limits";
import { countOrganizations, listOrganizations, toWireOrganization } from "../repo";
import { organization, organizationSearch } from "../schema";

/** Who holds the permission in one organization alone sees that one. */
export const listAllOrganizations = defineOperation({
  name: "organization.list-all",
  kind: "query",
  http: { method: "GET", path: "/api/admin/organizations" },
  summary: "List every organization within reach, newest first",
  access: can("organizations.view"),
  limit: limits.read,
  query: z.object({ ...pageFields, q: organizationSearch }),
  output: z.object({ organizations: z.array(organization), ...pageOutput }),
  audit: false,

  async run({ viewer, query }) {
    const choice = { kind: "scope", scope: scopeOf(viewer, "organizations.view") } as const;
    const window = windowOf(query);
    const [rows, counted] = await Promise.all([
      listOrganizations(choice, viewer.userId, query.q, window),
      window.counted ?? countOrganizations(choice, viewer.userId, query.q, countLimit(query.count)),
    ]);
    const { shown, nextCursor } = cutPage(rows, window.limit, ({ createdAt, id }) => ({ at: createdAt, id }), { counted });
    return { organizations: shown.map((row) => toWireOrganization(row, viewer.organizationId)), ...pageFigures(query, counted, nextCursor) };
  },
});
