import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { countPhi } from "../compliance-repo";
import { phiReport, phiReportFields } from "../compliance-schema";
import { phiFilter } from "../phi-period";
import { inOrder } from "../schema";

/** Says who saw what of whom, and so is recorded itself, before it is answered. */
export const reportPhi = defineOperation({
  name: "compliance.phi-access-report",
  kind: "query",
  http: { method: "GET", path: "/api/audit/compliance/phi-access-report" },
  summary: "Report accesses to protected health information, by person and by kind of resource",
  access: can("compliance.view"),
  limit: limits.adminWrite,
  query: z.object(phiReportFields).refine(...inOrder),
  output: phiReport,
  audit: writesAudit("compliance.phi_report_viewed"),

  async run({ viewer, query, seal }) {
    const filter = phiFilter(query);
    const figures = await countPhi(scopeOf(viewer, "compliance.view"), filter);
    const period = { start: filter.from.toISOString(), end: filter.to.toISOString() };
    await recordEvent(seal({ action: "compliance.phi_report_viewed", metadata: { period, ...(query.user_id ? { user_id: query.user_id } : {}) } }));
    return { period, ...figures };
  },
});
