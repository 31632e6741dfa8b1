import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { findAdministered } from "@/lib/features/organizations/find-administered";
import { organizationParams } from "@/lib/features/organizations/schema";
import { defineOperation } from "@/lib/operation";
import { countLimit, cutPage, pageFields, pageFigures, pageOutput, windowOf } from "@/lib/pagination";
import { limits } from "@/lib/rate-limit/limits";
import { choices, countInvitations, listInvitations as listRows, toWireInvitation } from "../repo";
import { invitation } from "../schema";

export const listInvitations = defineOperation({
  name: "invitation.list",
  kind: "query",
  http: { method: "GET", path: "/api/organizations/{organization_id}/invitations" },
  summary: "List an organization's invitations, newest first: those that wait for an answer, unless another status is asked for",
  access: can("organizations.invite"),
  limit: limits.read,
  params: organizationParams,
  query: z.object({
    ...pageFields,
    status: z.enum(choices).default("open").meta({ description: "open: pending and expired; closed: accepted and cancelled, for 30 days" }),
  }),
  output: z.object({ organization_id: z.uuid(), invitations: z.array(invitation), ...pageOutput }),
  audit: false,
  scope: ({ viewer, params }) => findAdministered(params.organization_id, scopeOf(viewer, "organizations.invite")),

  async run({ resource: { id }, query }) {
    const window = windowOf(query);
    const [rows, counted] = await Promise.all([
      listRows(id, query.status, window),
      window.counted ?? countInvitations(id, query.status, countLimit(query.count)),
    ]);
    const { shown, nextCursor } = cutPage(rows, window.limit, (row) => ({ at: row.createdAt, id: row.id }), { counted });
    return { organization_id: id, invitations: shown.map(toWireInvitation), ...pageFigures(query, counted, nextCursor) };
  },
});
