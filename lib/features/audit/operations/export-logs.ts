import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import { can, scopeOf } from "@/lib/access/policy";
import { FileAnswer } from "@/lib/file-answer";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { LOG_FILE_TYPES, logFile } from "../log-file";
import { toFilter } from "../log-filter";
import { exportFormat, inOrder, logFilterFields } from "../schema";

/** The filters of the list, and every event that fits. The file begins once the export itself stands in the trail. */
export const exportLogs = defineOperation({
  name: "audit.export",
  kind: "query",
  http: { method: "GET", path: "/api/audit/audit-logs/export" },
  summary: "Export audit events as CSV or NDJSON, newest first",
  access: can("audit.export"),
  limit: limits.adminWrite,
  query: z.object({ ...logFilterFields, format: exportFormat.default("csv") }).refine(...inOrder),
  output: z.instanceof(FileAnswer),
  produces: LOG_FILE_TYPES,
  audit: writesAudit("audit.exported"),

  async run({ viewer, query: { format, ...filter }, seal }) {
    const file = logFile("audit", scopeOf(viewer, "audit.export"), toFilter(filter), format);
    await recordEvent(seal({ action: "audit.exported", metadata: { format, filter } }));
    return file;
  },
});
