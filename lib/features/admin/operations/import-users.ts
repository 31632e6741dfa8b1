import { z } from "zod";
import { can } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { prisma } from "@/lib/db";
import { AppError, invalidFields, PAYLOAD_TOO_LARGE } from "@/lib/errors";
import { failpoint } from "@/lib/failpoint";
import type { HookContext } from "@/lib/hooks/hooks";
import { registers, runAfter } from "@/lib/hooks/run-hooks";
import { defineOperation, type Seal, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { createPeople } from "../create-person";
import { EMAIL_TAKEN } from "../errors";
import { IMPORT_BYTES_MAX, readImport } from "../import-file";
import { type PlannedRow, planImport } from "../import-plan";
import { refusalOfRole, roleEventOf } from "../role-hook";
import { importOutput, type ImportedRow } from "../import-schema";
import { flag } from "../people-schema";
import { IMPORT_COLUMNS } from "../person-row";

/** People per statement: well within the time that the pool allows one. */
const BATCH = 100;

const input = z.strictObject({
  file: z.file().optional().meta({ description: `CSV in UTF-8; the first line names columns of: ${IMPORT_COLUMNS.join(", ")}` }),
  csv: z.string().optional().meta({ description: "The same as text, in place of the file" }),
});

/** @throws AppError 413, 422 */
async function textOf({ file, csv }: z.output<typeof input>): Promise<string> {
  if (!file && !csv?.trim()) throw invalidFields({ file: ["Choose a CSV file."] });
  if ((file?.size ?? Buffer.byteLength(csv ?? "")) > IMPORT_BYTES_MAX) throw new AppError(PAYLOAD_TOO_LARGE, { message: "Send at most 1 MiB of CSV at once." });
  if (!file) return csv ?? "";
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw invalidFields({ file: ["This is not UTF-8. Save the file as “CSV UTF-8”."] });
  }
}

/**
 * Rows that are right become accounts, the others are told why not. A batch of accounts is one statement, which commits with
 * the audit row of each of them: of an import that breaks off, what stands is what the trail says.
 */
export const importUsers = defineOperation({
  name: "user.import",
  kind: "statement",
  http: { method: "POST", path: "/api/admin/users/import" },
  summary: "Make accounts from a CSV file, without passwords; ?dry_run=true says what would happen, and changes nothing",
  access: can("users.import"),
  stepUp: true,
  limit: limits.adminWrite,
  body: "multipart",
  query: z.object({ dry_run: flag.default(false) }),
  input,
  output: importOutput,
  errors: { PAYLOAD_TOO_LARGE },
  audit: writesAudit("user.admin_created", "user.imported"),
  prepare: async ({ ctx, viewer, input: given }) => judgedByHook(await planImport(viewer, readImport(await textOf(given))), ctx),

  async run({ query: { dry_run: isRehearsal }, prepared: rows, seal }) {
    const created = isRehearsal ? null : await createAll(rows, seal);
    const results = rows.map((row) => resultOf(row, created));
    const made = results.filter(({ status }) => status !== "refused").length;
    const figures = { total: rows.length, created: isRehearsal ? 0 : made, refused: rows.length - made };
    if (!isRehearsal) await recordEvent(seal({ action: "user.imported", metadata: figures }));
    const message = `${made} of ${rows.length} ${isRehearsal ? "would be created" : "were created"}.`;
    return { message, dry_run: isRehearsal, would_create: isRehearsal ? made : 0, ...figures, rows: results };
  },

  after: ({ ctx, prepared: rows, output }) => {
    const created = new Set(output.rows.flatMap(({ user_id: id }) => id ?? []));
    for (const row of rows) if (!row.refusal && created.has(row.person.id)) runAfter("afterRoleAssign", roleEventOf(row.person), ctx);
  },
});

/** Rows whose role the product's own hook refuses are left out like any other. */
async function judgedByHook(rows: PlannedRow[], source: HookContext): Promise<PlannedRow[]> {
  if (!registers("beforeRoleAssign")) return rows;
  const judged: PlannedRow[] = [];
  for (const row of rows) {
    const refusal = row.refusal ? null : await refusalOfRole(row.person, source);
    judged.push(refusal ? { line: row.line, email: row.email, refusal: { code: refusal.code, errors: { role: [refusal.message] } } } : row);
  }
  return judged;
}

/** @returns the ids of the accounts that there are now */
async function createAll(rows: PlannedRow[], seal: Seal): Promise<Set<string>> {
  const planned = rows.flatMap((row) => (row.refusal ? [] : [row]));
  const created = new Set<string>();
  for (let at = 0; at < planned.length; at += BATCH) {
    const batch = planned.slice(at, at + BATCH);
    const audit = batch.map(({ person, role }) =>
      seal({
        action: "user.admin_created", targetUserId: person.id, resource: { type: "user", id: person.id }, identifier: person.email,
        metadata: { role_id: role.id, role: role.name, imported: true },
      }),
    );
    for (const id of await createPeople(prisma, batch.map(({ person }) => person), audit)) created.add(id);
    failpoint("user.import:after-batch");
  }
  return created;
}

/** Who was planned and is not there lost a race for the address or the username. */
function resultOf(row: PlannedRow, created: Set<string> | null): ImportedRow {
  const { line, email } = row;
  if (row.refusal) return { line, email, status: "refused", ...row.refusal };
  if (created === null) return { line, email, status: "would_create" };
  if (created.has(row.person.id)) return { line, email, status: "created", user_id: row.person.id };
  return { line, email, status: "refused", code: EMAIL_TAKEN.code, errors: { email: ["Somebody took this address or username a moment ago."] } };
}
