import type { Metadata } from "next";
import { AdminDashboard } from "@/components/admin/admin-dashboard";
import { toAuditRow } from "@/components/admin/to-audit-row";
import { PageHeader } from "@/components/ui/page-header";
import { holds } from "@/lib/access/policy";
import { getStats } from "@/lib/features/admin/operations/get-stats";
import { STATS_DAYS } from "@/lib/features/admin/stats-schema";
import { listLogs } from "@/lib/features/audit/operations/list-logs";
import { can } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { toDashboard } from "./dashboard-figures";

export const metadata: Metadata = { title: "Administration" };

export const access = can("dashboard.view");

const LATEST = 6;

export default page(access, async ({ run, viewer }) => {
  const mayAudit = holds(viewer, "audit.view");
  const stats = await run(getStats);
  const latest = mayAudit ? await run(listLogs, { query: { limit: LATEST } }) : null;
  return (
    <div className="grid gap-8">
      <PageHeader title="Administration" description="How things stand right now." />
      <AdminDashboard
        {...toDashboard(stats)}
        periodDays={STATS_DAYS}
        recent={latest?.logs.map(toAuditRow)}
        usersHref={holds(viewer, "users.view") ? "/admin/users" : undefined}
        auditHref={mayAudit ? "/admin/audit" : undefined}
      />
    </div>
  );
});
