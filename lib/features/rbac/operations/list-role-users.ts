import { z } from "zod";
import { can } from "@/lib/access/policy";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { peopleFilterFields, peopleOrderFields } from "@/lib/features/admin/people-schema";
import { userSummary } from "@/lib/features/admin/schema";
import { defineOperation } from "@/lib/operation";
import { pageFields, pageOutput } from "@/lib/pagination";
import { limits } from "@/lib/rate-limit/limits";

/** The administration's list of people with a filter that must be there. */
export const listRoleUsers = defineOperation({
  name: "role.users",
  kind: "query",
  http: { method: "GET", path: "/api/rbac/users" },
  summary: "List the people who hold a role",
  access: can("users.view"),
  limit: limits.read,
  query: z.object({ ...pageFields, ...peopleFilterFields, ...peopleOrderFields, role_id: z.uuid() }),
  output: z.object({ users: z.array(userSummary), ...pageOutput }),
  audit: false,
  run: (step) => listUsers.run(step),
});
