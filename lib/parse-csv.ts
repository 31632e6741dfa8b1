/**
 * Reads CSV (RFC 4180): fields by commas, records by line ends of any kind, quotes around what holds either. Spreadsheets'
 * byte order mark is dropped, and the apostrophe with which csv.ts begins what would be a formula is taken off again.
 */

export interface CsvRecord {
  /** Where it begins, counted from 1. */
  line: number;
  fields: string[];
}

/** One field with what ends it; `y` goes on where the last match ended. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\r|\n|$)/y;

const GUARD = /^'(?=[\s\u00a0]*[=+\-@＝＋－＠]|[\t\r\n])/;

/** @throws SyntaxError that names the line, for a quote that is not closed or stands inside of a field */
export function parseCsv(text: string): CsvRecord[] {
  const source = text.replace(/^\ufeff/, "");
  const records: CsvRecord[] = [];
  let record: CsvRecord = { line: 1, fields: [] };
  let line = 1;
  for (let at = 0; at < source.length || record.fields.length > 0; ) {
    FIELD.lastIndex = at;
    const match = FIELD.exec(source);
    if (!match) throw new SyntaxError(`Line ${line}: a quotation mark is not closed, or stands inside of a field that has none around it.`);
    const [whole, quoted, plain = "", end] = match;
    record.fields.push((quoted === undefined ? plain : quoted.replaceAll('""', '"')).replace(GUARD, ""));
    at += whole.length;
    line += whole.match(/\r\n|\r|\n/g)?.length ?? 0;
    if (end === ",") continue;
    if (record.fields.length > 1 || record.fields[0] !== "") records.push(record);
    record = { line, fields: [] };
  }
  return records;
}
