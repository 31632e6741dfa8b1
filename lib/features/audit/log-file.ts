/** Events as a file, row by row in batches of the database's own order: a million of them take the memory of one batch. */
import type { Scope } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { csvLine } from "@/lib/csv";
import { FileAnswer } from "@/lib/file-answer";
import { keyOf, toAuditLog } from "./audit-wire";
import type { LogFilter } from "./log-filter";
import { listEvents } from "./repo";
import { auditLog, type ExportFormat } from "./schema";

/** Small enough that turning one into text does not keep other requests waiting. */
const BATCH = 500;

const COLUMNS = Object.keys(auditLog.shape) as (keyof typeof auditLog.shape)[];

const FORMATS: Record<ExportFormat, { type: string; head: string; line: (log: ReturnType<typeof toAuditLog>) => string }> = {
  csv: { type: "text/csv; charset=utf-8; header=present", head: csvLine(COLUMNS), line: (log) => csvLine(COLUMNS.map((column) => log[column])) },
  ndjson: { type: "application/x-ndjson; charset=utf-8", head: "", line: (log) => `${JSON.stringify(log)}\n` },
};

/** For `produces` of the operations. */
export const LOG_FILE_TYPES = ["text/csv", "application/x-ndjson"];

async function* piecesOf(scope: Scope, filter: LogFilter, format: ExportFormat): AsyncGenerator<string> {
  const { head, line } = FORMATS[format];
  if (head) yield head;
  for (let after: ReturnType<typeof keyOf> | null = null; ; ) {
    const rows = await listEvents(scope, filter, { after, offset: 0, limit: BATCH - 1 });
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => line(toAuditLog(row))).join("");
    if (rows.length < BATCH) return;
    after = keyOf(last);
  }
}

/** Everything that fits the filter and was there when it was asked for, newest first. */
export function logFile(name: string, scope: Scope, filter: LogFilter, format: ExportFormat): FileAnswer {
  const asked = now();
  const to = filter.to && filter.to < asked ? filter.to : asked;
  return new FileAnswer(FORMATS[format].type, `${name}-${asked.toISOString().slice(0, 10)}.${format}`, piecesOf(scope, { ...filter, to }, format));
}
