/** A file of people, read: its columns, its rows, and what is wrong with each by itself. What the database says: import-plan.ts. */
import { z } from "zod";
import { AppError, invalidFields } from "@/lib/errors";
import { emailField, nameField, usernameField } from "@/lib/features/auth/schema";
import { type CsvRecord, parseCsv } from "@/lib/parse-csv";
import { parseInput } from "@/lib/validation";
import { phoneField } from "./schema";

export const IMPORT_BYTES_MAX = 1024 * 1024;
export const IMPORT_ROWS_MAX = 2000;

const yesOrNo = z.enum(["true", "false", "yes", "no", "1", "0"], { error: "Say true or false." }).transform((word) => ["true", "yes", "1"].includes(word));

/** No password: an account from a file has none until its owner sets one. */
const rowSchema = z.object({
  email: emailField,
  username: usernameField.optional(),
  first_name: nameField.optional(),
  last_name: nameField.optional(),
  phone_number: phoneField.optional(),
  role: z.string().max(100).optional(),
  is_verified: yesOrNo.default(false),
});

export const IMPORT_COLUMNS = Object.keys(rowSchema.shape);

export type ImportFields = z.output<typeof rowSchema>;

/** `fields` null: wrong by itself, as `errors` says. */
export interface ImportRow {
  line: number;
  email: string;
  fields: ImportFields | null;
  errors: Record<string, string[]>;
}

const wrongFile = (...sentences: string[]) => invalidFields({ file: sentences });

/** @throws AppError 422 for a file that cannot be told into rows */
export function readImport(text: string): ImportRow[] {
  const [head, ...records] = parse(text);
  if (!head) throw wrongFile("This file is empty.");
  const columns = head.fields.map((name) => name.trim().toLowerCase());
  assertColumns(columns);
  if (records.length > IMPORT_ROWS_MAX) throw wrongFile(`This file has ${records.length} rows. Send at most ${IMPORT_ROWS_MAX} at once.`);
  return records.map((record) => readRow(columns, record));
}

function parse(text: string): CsvRecord[] {
  try {
    return parseCsv(text);
  } catch (error) {
    throw wrongFile(error instanceof SyntaxError ? error.message : "This is no CSV.");
  }
}

function assertColumns(columns: string[]): void {
  const unknown = columns.filter((name) => !IMPORT_COLUMNS.includes(name));
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (unknown.some((name) => /passw/.test(name))) throw wrongFile("Passwords are not imported. Take the column out: people set their own.");
  if (unknown.length > 0) throw wrongFile(`There is no column ${unknown.map((name) => `“${name}”`).join(", ")} here. The first line names columns of: ${IMPORT_COLUMNS.join(", ")}.`);
  if (twice !== undefined) throw wrongFile(`The column “${twice}” is there twice.`);
  if (!columns.includes("email")) throw wrongFile("The first line must name the columns, and email among them.");
}

function readRow(columns: string[], { line, fields: cells }: CsvRecord): ImportRow {
  const raw = Object.fromEntries(columns.map((name, at) => [name, cells[at]?.trim() ?? ""]));
  const email = raw.email ?? "";
  if (cells.length !== columns.length) {
    return { line, email, fields: null, errors: { _: [`This row has ${cells.length} fields, the first line names ${columns.length}.`] } };
  }
  const given = Object.fromEntries(Object.entries(raw).filter(([name, cell]) => name === "email" || cell !== ""));
  if (given.is_verified !== undefined) given.is_verified = given.is_verified.toLowerCase();
  try {
    return { line, email, fields: parseInput(rowSchema, given, "body") as ImportFields, errors: {} };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { line, email, fields: null, errors: error.details?.fields as ImportRow["errors"] };
  }
}
