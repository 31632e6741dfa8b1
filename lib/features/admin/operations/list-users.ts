import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { countLimit, cutPage, pageFields, pageFigures, pageOutput, sortedWindowOf } from "@/lib/pagination";
import { limits } from "@/lib/rate-limit/limits";
import { keysetOf, orderOf } from "../people-order";
import { countPeople, listPeople } from "../repo";
import { flag, peopleFilterFields, peopleOrderFields } from "../people-schema";
import { userSummary } from "../schema";
import { toSummary } from "../user-wire";

export const listUsers = defineOperation({
  name: "user.list",
  kind: "query",
  http: { method: "GET", path: "/api/admin/users" },
  summary: "List people: filtered, in any order",
  access: can("users.view"),
  limit: limits.read,
  query: z.object({
    ...pageFields,
    ...peopleFilterFields,
    ...peopleOrderFields,
    include_roles: flag.optional().meta({ description: "Adds role_options: what the list may be filtered by" }),
  }),
  output: z.object({
    users: z.array(userSummary),
    ...pageOutput,
    role_options: z.array(z.object({ id: z.uuid(), name: z.string(), display_name: z.string() })).optional(),
  }),
  audit: false,

  async run({ viewer, query }) {
    const scope = scopeOf(viewer, "users.view");
    const order = orderOf(query);
    const window = sortedWindowOf(query, order);
    const withRoles = query.include_roles ?? false;
    const [rows, { counted, roles }] = await Promise.all([
      listPeople(scope, query, window),
      countPeople(scope, query, { limit: countLimit(query.count), counted: window.counted, withRoles }),
    ]);
    const { shown, nextCursor } = cutPage(rows, window.limit, keysetOf(query), { counted, order });
    return {
      users: shown.map(toSummary),
      ...pageFigures(query, counted, nextCursor),
      ...(withRoles ? { role_options: roles } : {}),
    };
  },
});
