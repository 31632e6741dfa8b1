import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { countLimit, cutPage, pageFields, pageFigures, pageOutput, windowOf } from "@/lib/pagination";
import { limits } from "@/lib/rate-limit/limits";
import { findAdministered } from "../find-administered";
import { countMembers, listMembers as listRows, toWireMember } from "../members";
import { member, organizationParams } from "../schema";

export const listMembers = defineOperation({
  name: "organization.list-members",
  kind: "query",
  http: { method: "GET", path: "/api/organizations/{organization_id}/members" },
  summary: "List an organization's members with what they hold in it, who joined last first",
  access: can("users.view"),
  limit: limits.read,
  params: organizationParams,
  query: z.object({ ...pageFields, q: z.string().trim().max(254).optional().meta({ description: "Part of an e-mail address, username or name" }) }),
  output: z.object({ organization_id: z.uuid(), members: z.array(member), ...pageOutput }),
  audit: false,
  scope: ({ viewer, params }) => findAdministered(params.organization_id, scopeOf(viewer, "users.view")),

  async run({ resource: { id }, query }) {
    const window = windowOf(query);
    const [rows, counted] = await Promise.all([
      listRows(id, query.q, window),
      window.counted ?? countMembers(id, query.q, countLimit(query.count)),
    ]);
    const { shown, nextCursor } = cutPage(rows, window.limit, (row) => ({ at: row.joinedAt, id: row.id }), { counted });
    return { organization_id: id, members: shown.map(toWireMember), ...pageFigures(query, counted, nextCursor) };
  },
});
