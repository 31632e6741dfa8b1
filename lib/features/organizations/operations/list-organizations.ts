import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { countLimit, cutPage, pageFields, pageFigures, pageOutput, windowOf } from "@/lib/pagination";
import { limits } from "@/lib/rate-limit/limits";
import { countOrganizations, listOrganizations as listRows, toWireOrganization } from "../repo";
import { organization, organizationSearch } from "../schema";

const OWN = { kind: "own" } as const;

export const listOrganizations = defineOperation({
  name: "organization.list",
  kind: "query",
  http: { method: "GET", path: "/api/organizations" },
  summary: "List the organizations one is a member of, newest first",
  access: signedIn(),
  limit: limits.read,
  query: z.object({ ...pageFields, q: organizationSearch }),
  output: z.object({ organizations: z.array(organization), tenant_id: z.uuid().nullable(), ...pageOutput }),
  audit: false,

  async run({ viewer, query }) {
    const window = windowOf(query);
    const rows = await listRows(OWN, viewer.userId, query.q, window);
    // Most people belong to a few, which the menu of every page shows: a list that ends where it began needs no count.
    const isWhole = window.after === null && window.offset === 0 && rows.length <= window.limit;
    const counted = window.counted ?? (isWhole ? rows.length : await countOrganizations(OWN, viewer.userId, query.q, countLimit(query.count)));
    const { shown, nextCursor } = cutPage(rows, window.limit, ({ createdAt, id }) => ({ at: createdAt, id }), { counted });
    return {
      organizations: shown.map((row) => toWireOrganization(row, viewer.organizationId)),
      tenant_id: viewer.organizationId,
      ...pageFigures(query, counted, nextCursor),
    };
  },
});
