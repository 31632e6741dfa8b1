/** A file of people, read: its columns, its rows, and what is wrong with each by itself. What the database says: import-plan.ts. */
import { invalidFields } from "@/lib/errors";
import { type CsvRecord, parseCsv } from "@/lib/parse-csv";
import { IMPORT_COLUMNS, type PersonRow, personRow, readCells } from "./person-row";

export const IMPORT_BYTES_MAX = 1024 * 1024;
export const IMPORT_ROWS_MAX = 2000;

/** `fields` null: wrong by itself, as `errors` says. */
export interface ImportRow {
  line: number;
  email: string;
  fields: PersonRow | null;
  errors: Record<string, string[]>;
}

const wrongFile = (...sentences: string[]) => invalidFields({ file: sentences });

/** @throws AppError 422 for a file that cannot be told into rows */
export function readImport(text: string): ImportRow[] {
  const [head, ...records] = parse(text);
  if (!head) throw wrongFile("This file is empty.");
  const columns = readHead(head);
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

/** The names of the columns. @throws AppError 422 where one is not known, or email is missing */
function readHead({ fields }: CsvRecord): string[] {
  const columns = fields.map((name) => name.trim().toLowerCase());
  const unknown = columns.filter((name) => !IMPORT_COLUMNS.includes(name));
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (unknown.some((name) => /passw/.test(name))) throw wrongFile("Passwords are not imported. Take the column out: people set their own.");
  if (unknown.length > 0) throw wrongFile(`There is no column ${unknown.map((name) => `“${name}”`).join(", ")} here. The first line names columns of: ${IMPORT_COLUMNS.join(", ")}.`);
  if (twice !== undefined) throw wrongFile(`The column “${twice}” is there twice.`);
  if (!columns.includes("email")) throw wrongFile("The first line must name the columns, and email among them.");
  return columns;
}

const wrongLength = (found: number, named: number) => `This row has ${found} fields, the first line names ${named}.`;

function readRow(columns: string[], { line, fields: cells }: CsvRecord): ImportRow {
  const raw = Object.fromEntries(columns.map((name, at) => [name, cells[at]?.trim() ?? ""]));
  const email = raw.email ?? "";
  if (cells.length !== columns.length) return { line, email, fields: null, errors: { _: [wrongLength(cells.length, columns.length)] } };
  const given = Object.fromEntries(Object.entries(raw).filter(([name, cell]) => name === "email" || cell !== ""));
  const read = readCells(personRow, given);
  return read.errors ? { line, email, fields: null, errors: read.errors } : { line, email, fields: read.fields, errors: {} };
}
