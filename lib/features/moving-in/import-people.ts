/** A whole run: batch after batch, each of which commits by itself, so that a run that broke off goes on where it was. */
import { type AuditOrigin, sealEvent } from "@/lib/audit/audit-event";
import { recordEvent } from "@/lib/audit/record-event";
import { prisma } from "@/lib/db";
import { EMAIL_TAKEN } from "@/lib/features/admin/errors";
import { newId } from "@/lib/ids";
import { ourKind } from "@/lib/session/password";
import { ALREADY_IMPORTED, planRows, type PlannedRow, type Run } from "./plan-rows";
import { type FileFormat, type FileRecord, readRecords } from "./read-file";
import { MOVING_COLUMNS, readRow } from "./read-row";
import { sourceOf } from "./sources";
import { type Writing, writeRows } from "./write-rows";

/** People per transaction: well within the time that the pool allows a statement. */
const BATCH = 250;

export interface ImportOptions {
  text: string;
  format: FileFormat;
  /** Which system they come from: with the external id it is how a later run knows them. */
  from: string;
  /** Says what would happen, and changes nothing. */
  isRehearsal: boolean;
  updates: boolean;
  makesAdministrators: boolean;
  /** Ends the run behind the batch in hand. */
  signal?: AbortSignal;
}

export const statuses = ["imported", "updated", "skipped", "refused"] as const;
export type RowStatus = (typeof statuses)[number];

/** What became of a row, or would. */
export interface RowResult {
  line: number;
  externalId: string | null;
  email: string;
  status: RowStatus;
  userId: string | null;
  code: string | null;
  /** For people: why it is so, by column. */
  reason: string;
  /** Came in without the password that the file had for them. */
  isWithoutPassword: boolean;
}

export type Figures = Record<RowStatus, number> & { total: number; without_credential: number };

/** The command line: nobody's request, and nobody's session. */
const originOf = (requestId: string): AuditOrigin => ({ actorId: null, impersonatorId: null, organizationId: null, sessionId: null, requestId, ipAddress: null, userAgent: null });

/**
 * @param report - is given each batch's results, in the file's order, once they stand
 * @returns figures of all rows that were looked at
 * @throws Error with a sentence for a file that cannot be read as what it is said to be; what was written until then stands
 */
export async function importPeople(options: ImportOptions, report: (results: RowResult[]) => void | Promise<void>): Promise<Figures> {
  const requestId = newId();
  const seal: Writing["seal"] = (event) => sealEvent(event, originOf(requestId));
  const run = await beginRun(options, requestId);
  const figures: Figures = { total: 0, imported: 0, updated: 0, skipped: 0, refused: 0, without_credential: 0 };
  const tell = async () => {
    if (!options.isRehearsal && figures.total > 0) await recordEvent(seal({ action: "user.imported", metadata: { ...figures, from: run.source.name, via: "command" } }));
  };
  try {
    for (const batch of batches(checkedRecords(options))) {
      if (options.signal?.aborted) break;
      const planned = await planRows(run, await Promise.all(batch.map((record) => readRow(record, run.source))));
      const written = options.isRehearsal ? null : await writeRows({ source: run.source.name, seal }, planned);
      const results = planned.map((row) => resultOf(row, written));
      count(figures, results);
      await report(results);
    }
  } catch (error) {
    // Of a run that breaks off, what stands. Where that cannot be told either, the first fault is the one to know.
    await tell().catch(() => undefined);
    throw error;
  }
  await tell();
  return figures;
}

async function beginRun({ from, updates, makesAdministrators }: ImportOptions, requestId: string): Promise<Run> {
  const known = await prisma.passwordKind.findMany({ select: { kind: true } });
  return {
    source: sourceOf(from), updates, makesAdministrators,
    hooks: { requestId, ipAddress: null, userAgent: null },
    seen: { externalIds: new Set(), emails: new Set(), usernames: new Set() },
    kinds: new Set([ourKind(), ...known.map(({ kind }) => kind)]),
  };
}

/** A column that is not ours would refuse every row of a CSV file: better to say so once. */
function* checkedRecords({ text, format, from }: ImportOptions): Generator<FileRecord> {
  let isFirst = true;
  for (const record of readRecords(text, format)) {
    if (isFirst && format === "csv" && record.values && !sourceOf(from).isLenient) assertColumns(Object.keys(record.values));
    isFirst = false;
    yield record;
  }
}

function assertColumns(names: string[]): void {
  const unknown = names.filter((name) => !MOVING_COLUMNS.includes(name));
  if (unknown.length > 0) throw new Error(`There is no column ${unknown.map((name) => `“${name}”`).join(", ")} here. The first line names columns of: ${MOVING_COLUMNS.join(", ")}.`);
}

function* batches(records: Iterable<FileRecord>): Generator<FileRecord[]> {
  let batch: FileRecord[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function count(figures: Figures, results: RowResult[]): void {
  figures.total += results.length;
  for (const { status, isWithoutPassword } of results) {
    figures[status] += 1;
    if (isWithoutPassword) figures.without_credential += 1;
  }
}

const sentencesOf = (errors: Record<string, string[]>) =>
  Object.entries(errors).map(([column, sentences]) => (column === "_" ? "" : `${column}: `) + sentences.join(" ")).join(" ");

const RACED = `${EMAIL_TAKEN.message} Somebody took it, or the username, a moment ago.`;

/** @param written - null: nothing was, and what would be is told */
function resultOf(row: PlannedRow, written: Awaited<ReturnType<typeof writeRows>> | null): RowResult {
  const { line, externalId, email } = row;
  const told = { line, externalId, email, userId: null, isWithoutPassword: false };
  if ("code" in row) {
    return { ...told, status: row.plan === "skip" ? "skipped" : "refused", userId: row.userId ?? null, code: row.code, reason: sentencesOf(row.errors) };
  }
  const note = { code: row.note === null ? null : "NO_PASSWORD", reason: row.note ?? "", isWithoutPassword: row.note !== null };
  if (row.plan === "update") {
    if (written && !written.updated.has(row.userId)) return { ...told, status: "skipped", userId: row.userId, code: ALREADY_IMPORTED.code, reason: "Nothing is different." };
    return { ...told, ...note, status: "updated", userId: row.userId };
  }
  if (!written) return { ...told, ...note, status: "imported" };
  if (!written.created.has(row.person.id)) return { ...told, status: "refused", code: EMAIL_TAKEN.code, reason: RACED };
  return { ...told, ...note, status: "imported", userId: row.person.id };
}
