import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { toAuditLog } from "@/lib/features/audit/audit-wire";
import { listBanHistory } from "@/lib/features/audit/ban-history";
import { auditLog } from "@/lib/features/audit/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findPerson } from "../repo";
import { userIdParams } from "../schema";
import { toDetail, wholeDetail } from "../user-wire";

export const getUser = defineOperation({
  name: "user.get",
  kind: "query",
  http: { method: "GET", path: "/api/admin/users/{id}" },
  summary: "Show one person",
  access: can("users.view"),
  limit: limits.read,
  params: userIdParams,
  output: wholeDetail.extend({
    user: wholeDetail,
    active_sessions: z.number().int(),
    active_sessions_count: z.number().int(),
    last_login: z.string().nullable(),
    ban_history: z.array(auditLog),
  }),
  audit: false,
  scope: ({ viewer, params }) => findPerson(scopeOf(viewer, "users.view"), params.id),

  async run({ viewer, resource }) {
    const user = toDetail(resource);
    const history = await listBanHistory(scopeOf(viewer, "users.view"), resource.id);
    return {
      ...user,
      user,
      active_sessions: resource.openSessions,
      active_sessions_count: resource.openSessions,
      last_login: user.last_login_at,
      ban_history: history.map(toAuditLog),
    };
  },
});
