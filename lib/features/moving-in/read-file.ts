/** The file, as records: CSV, or one JSON object per line. Which system wrote them: sources.ts. */
import { csvRecords } from "@/lib/parse-csv";

const FILE_BYTES_MAX = 256 * 1024 * 1024;

/** @throws Error for a file that would not fit in memory */
export function assertSize(bytes: number): void {
  if (bytes > FILE_BYTES_MAX) throw new Error(`This file is larger than ${FILE_BYTES_MAX / 1024 / 1024} MiB. Split it, and import the parts one after the other.`);
}

export const fileFormats = ["csv", "ndjson"] as const;
export type FileFormat = (typeof fileFormats)[number];

/** One record as it stands there; `values` null: it cannot be read, as `problem` says. */
export type FileRecord = { line: number } & ({ values: Record<string, unknown>; problem: null } | { values: null; problem: string });

/** By the name's end. @throws Error where that says nothing */
export function formatOf(name: string): FileFormat {
  if (/\.csv$/i.test(name)) return "csv";
  if (/\.(ndjson|jsonl)$/i.test(name)) return "ndjson";
  throw new Error(`${name} ends neither in .csv nor in .ndjson or .jsonl: say which it is with --format=csv or --format=ndjson.`);
}

const startsWith = (bytes: Uint8Array, ...wanted: number[]) => wanted.every((byte, at) => bytes[at] === byte);

/** @throws Error with what to do about it, for a file that is no text in UTF-8 */
export function decodeFile(bytes: Uint8Array): string {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) throw new Error("This file is UTF-16. Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”).");
  if (startsWith(bytes, 0x1f, 0x8b)) throw new Error("This file is compressed. Unpack it with gunzip first.");
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) throw new Error("This is a spreadsheet or a ZIP archive. Save the sheet as “CSV UTF-8”, or unpack it.");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error("This file is not UTF-8. Convert it first, for example with: iconv -f LATIN1 -t UTF-8.");
  }
}

/** Lazily. @throws SyntaxError for CSV that cannot be told into records from some line on; Error for a file of another form */
export function* readRecords(text: string, format: FileFormat): Generator<FileRecord> {
  yield* format === "csv" ? readCsv(text) : readNdjson(text);
}

function* readCsv(text: string): Generator<FileRecord> {
  let columns: string[] | undefined;
  for (const { line, fields } of csvRecords(text)) {
    if (!columns) {
      columns = fields.map((name) => name.trim().toLowerCase());
      const twice = columns.find((name, at) => columns?.indexOf(name) !== at);
      if (twice !== undefined) throw new Error(`The column “${twice}” is there twice.`);
    } else if (fields.length !== columns.length) {
      yield { line, values: null, problem: `This row has ${fields.length} fields, the first line names ${columns.length}.` };
    } else {
      yield { line, values: Object.fromEntries(columns.map((name, at) => [name, fields[at]])), problem: null };
    }
  }
}

function* readNdjson(text: string): Generator<FileRecord> {
  let line = 0;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const row = text.slice(at, end === -1 ? text.length : end).trim();
    at = end === -1 ? text.length : end + 1;
    line += 1;
    if (line === 1 && row.startsWith("[")) throw new Error("This is one JSON array. Write one object per line, for example with: jq -c '.[]'.");
    if (row !== "") yield readObject(line, row);
  }
}

/** Beyond any person; what is longer is not worth the parser's memory. */
const ROW_MAX = 256 * 1024;

function readObject(line: number, row: string): FileRecord {
  if (row.length > ROW_MAX) return { line, values: null, problem: `This line is longer than ${ROW_MAX} characters.` };
  try {
    const values: unknown = JSON.parse(row);
    if (typeof values === "object" && values !== null && !Array.isArray(values)) return { line, values: values as Record<string, unknown>, problem: null };
  } catch {
    // Told below, with what is no object.
  }
  return { line, values: null, problem: "This line is no JSON object." };
}
