import type { Metadata } from "next";
import { AuditFilters } from "@/components/admin/audit-filters";
import { AuditTable } from "@/components/admin/audit-table";
import { ExportLinks } from "@/components/admin/export-links";
import { FilterTrouble } from "@/components/admin/filter-trouble";
import { IntegrityPanel } from "@/components/admin/integrity-panel";
import { toAuditRow } from "@/components/admin/to-audit-row";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { holds } from "@/lib/access/policy";
import { getSealStatus } from "@/lib/features/audit/operations/get-seal-status";
import { listLogs } from "@/lib/features/audit/operations/list-logs";
import { can } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { tryFilters } from "@/lib/http/try-filters";
import { withQuery } from "../with-query";
import { actionOptions } from "./action-options";
import { verifyAction } from "./actions";
import { FILTER_NAMES, filterValues, toQuery } from "./audit-query";
import { toSeal } from "./audit-seal";

export const metadata: Metadata = { title: "Audit trail" };

export const access = can("audit.view");

const PER_PAGE = 25;
const EXPORT = "/api/audit/audit-logs/export";

export default page(access, async ({ run, viewer, search }) => {
  const { cursor } = search;
  const values = filterValues(search);
  const query = toQuery(values);
  const { output, problem } = await tryFilters(run(listLogs, { query: { ...query, cursor, limit: PER_PAGE } }));
  const status = holds(viewer, "audit.verify") ? await run(getSealStatus) : null;
  const mayExport = holds(viewer, "audit.export") && problem === null;
  return (
    <div className="grid gap-8">
      <PageHeader
        title="Audit trail" description="Every change, refusal and sign-in, newest first. Nothing here can be changed or deleted."
        crumbs={[{ label: "Administration", href: "/admin" }, { label: "Audit trail" }]}
        actions={mayExport && <ExportLinks csv={withQuery(EXPORT, { ...query, format: "csv" })} ndjson={withQuery(EXPORT, { ...query, format: "ndjson" })} />}
      />
      <Card className="overflow-hidden">
        <AuditFilters values={values} actions={actionOptions(values.action)} />
        {problem && <FilterTrouble problem={problem} names={FILTER_NAMES} />}
        {output && (
          <>
            <AuditTable events={output.logs.map(toAuditRow)} filtered={Object.values(values).some(Boolean)} />
            <Pagination
              label="Pages of events" summary={`${output.total.toLocaleString("en")}${output.total_is_estimate ? " and more" : ""} ${output.total === 1 ? "event" : "events"}`}
              previousHref={cursor ? withQuery("/admin/audit", { ...values }) : undefined}
              nextHref={output.next_cursor ? withQuery("/admin/audit", { ...values, cursor: output.next_cursor }) : undefined}
            />
          </>
        )}
      </Card>
      {status && <IntegrityPanel seal={toSeal(status)} unsealed={status.unsealed} verifyAction={verifyAction} />}
    </div>
  );
});
