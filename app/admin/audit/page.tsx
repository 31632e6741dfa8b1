import type { Metadata } from "next";
import { AuditFilters } from "@/components/admin/audit-filters";
import { AuditTable } from "@/components/admin/audit-table";
import { FilterTrouble } from "@/components/admin/filter-trouble";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { listLogs } from "@/lib/features/audit/operations/list-logs";
import { can } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { tryFilters } from "@/lib/http/try-filters";
import { toAuditRow } from "../audit-row";
import { withQuery } from "../with-query";
import { actionOptions } from "./action-options";

export const metadata: Metadata = { title: "Audit trail" };

export const access = can("audit.view");

const PER_PAGE = 25;

/** As the form names them; the API's names differ. */
const SUCCESS: Record<string, string> = { success: "true", failure: "false" };
const NAMES = { success: "Outcome", start_date: "From", end_date: "To" };

export default page(access, async ({ run, search }) => {
  const { action, actor, outcome, from, to, cursor } = search;
  const values = { action, actor, outcome, from, to };
  const query = { action, actor, success: outcome && (SUCCESS[outcome] ?? outcome), start_date: from, end_date: to, cursor, limit: PER_PAGE };
  const { output, problem } = await tryFilters(run(listLogs, { query }));
  return (
    <div className="grid gap-8">
      <PageHeader
        title="Audit trail" description="Every change, refusal and sign-in, newest first. Nothing here can be changed or deleted."
        crumbs={[{ label: "Administration", href: "/admin" }, { label: "Audit trail" }]}
      />
      <Card className="overflow-hidden">
        <AuditFilters values={values} actions={actionOptions(action)} />
        {problem && <FilterTrouble problem={problem} names={NAMES} />}
        {output && (
          <>
            <AuditTable events={output.logs.map(toAuditRow)} filtered={Object.values(values).some(Boolean)} />
            <Pagination
              label="Pages of events" summary={`${output.total.toLocaleString("en")}${output.total_is_estimate ? " and more" : ""} events`}
              previousHref={cursor ? withQuery("/admin/audit", values) : undefined}
              nextHref={output.next_cursor ? withQuery("/admin/audit", { ...values, cursor: output.next_cursor }) : undefined}
            />
          </>
        )}
      </Card>
    </div>
  );
});
