import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import { can, scopeOf } from "@/lib/access/policy";
import { FileAnswer } from "@/lib/file-answer";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { peopleFile } from "../people-file";
import { exportFormats, peopleFilterFields, peopleOrderFields } from "../people-schema";

/** Everybody whom the list would show, on however many pages. The file begins once the export itself stands in the trail. */
export const exportUsers = defineOperation({
  name: "user.export",
  kind: "query",
  http: { method: "GET", path: "/api/admin/users/export" },
  summary: "Export people as CSV or JSON: those of the filter, in its order",
  access: can("users.export"),
  limit: limits.adminWrite,
  query: z.object({ ...peopleFilterFields, ...peopleOrderFields, format: z.enum(exportFormats).default("csv") }),
  output: z.instanceof(FileAnswer),
  produces: ["text/csv", "application/json"],
  audit: writesAudit("user.exported"),

  async run({ viewer, query: { format, ...query }, seal }) {
    const { sort, direction, ...filter } = query;
    await recordEvent(seal({ action: "user.exported", metadata: { format, filter, sort, direction } }));
    return peopleFile(scopeOf(viewer, "users.export"), query, format);
  },
});
