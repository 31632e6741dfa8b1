import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { FileAnswer } from "@/lib/file-answer";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { phiExportFields } from "../compliance-schema";
import { LOG_FILE_TYPES, logFile } from "../log-file";
import { phiFilter } from "../phi-period";
import { inOrder } from "../schema";

export const exportPhi = defineOperation({
  name: "compliance.export-phi",
  kind: "query",
  http: { method: "GET", path: "/api/audit/compliance/phi-access-report/export" },
  summary: "Export each access to protected health information as CSV or NDJSON, newest first",
  access: can("compliance.export"),
  limit: limits.adminWrite,
  query: z.object(phiExportFields).refine(...inOrder),
  output: z.instanceof(FileAnswer),
  produces: LOG_FILE_TYPES,
  audit: writesAudit("compliance.phi_report_exported"),

  async run({ viewer, query: { format, ...query }, seal }) {
    const file = logFile("phi-access", scopeOf(viewer, "compliance.export"), phiFilter(query), format);
    await recordEvent(seal({ action: "compliance.phi_report_exported", metadata: { format, filter: query } }));
    return file;
  },
});
