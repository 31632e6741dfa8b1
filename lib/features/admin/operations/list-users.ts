import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { countLimit, cutPage, pageFields, pageFigures, pageOutput, windowOf } from "@/lib/pagination";
import { limits } from "@/lib/rate-limit/limits";
import { countPeople, listPeople } from "../repo";
import { userStatus, userSummary } from "../schema";
import { toSummary } from "../user-wire";

const flag = z.enum(["true", "false"]).transform((value) => value === "true");

export const listUsers = defineOperation({
  name: "user.list",
  kind: "query",
  http: { method: "GET", path: "/api/admin/users" },
  summary: "List people, newest first",
  access: can("users.view"),
  limit: limits.read,
  query: z.object({
    ...pageFields,
    q: z.string().trim().max(254).optional().meta({ description: "Part of an e-mail address, username or name" }),
    role_id: z.uuid().optional(),
    role: z.string().trim().max(100).optional(),
    is_active: flag.optional(),
    status: userStatus.optional(),
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
    const window = windowOf(query);
    const withRoles = query.include_roles ?? false;
    const [rows, { counted, roles }] = await Promise.all([
      listPeople(scope, query, window),
      countPeople(scope, query, { limit: countLimit(query.count), counted: window.counted, withRoles }),
    ]);
    const { shown, nextCursor } = cutPage(rows, window.limit, ({ createdAt, id }) => ({ at: createdAt, id }), counted);
    return {
      users: shown.map(toSummary),
      ...pageFigures(query, counted, nextCursor),
      ...(withRoles ? { role_options: roles } : {}),
    };
  },
});
