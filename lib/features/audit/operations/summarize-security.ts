import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { countSecurity } from "../compliance-repo";
import { securitySummary } from "../compliance-schema";

const DAY_MS = 86_400_000;

export const summarizeSecurity = defineOperation({
  name: "compliance.security-summary",
  kind: "query",
  http: { method: "GET", path: "/api/audit/compliance/security-summary" },
  summary: "Count sign-ins, failures, sign-ups, sessions and bans of the last days",
  access: can("compliance.view"),
  limit: limits.read,
  query: z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }),
  output: securitySummary,
  audit: false,

  async run({ viewer, query: { days } }) {
    const to = now();
    const from = new Date(to.getTime() - days * DAY_MS);
    const { top_failed_ips, ...metrics } = await countSecurity(scopeOf(viewer, "compliance.view"), { from, to });
    const { total_logins, failed_logins, signups, password_changes, active_sessions } = metrics;
    const flat = { total_logins, failed_logins, signups, password_changes, active_sessions };
    return { period_days: days, start_date: from.toISOString(), end_date: to.toISOString(), ...flat, metrics, top_failed_ips };
  },
});
