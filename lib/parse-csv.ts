/**
 * Reads CSV (RFC 4180): fields by commas, records by line ends of any kind, quotes around what holds either. Spreadsheets'
 * byte order mark is dropped, and the apostrophe with which csv.ts begins what would be a formula is taken off again.
 */

export interface CsvRecord {
  /** Where it begins, counted from 1. */
  line: number;
  fields: string[];
}

interface Field {
  value: string;
  /** Behind the field, where its comma, its line end or the end of the text is. */
  end: number;
}

const GUARD = /^'(?=[\s\u00a0]*[=+\-@＝＋－＠]|[\t\r\n])/;
const PLAIN_END = /[",\r\n]|$/g;
const SEPARATOR = /,|\r\n|\r|\n|$/y;

/** null where its quotation mark is not closed. */
function readField(source: string, start: number): Field | null {
  if (source[start] !== '"') {
    PLAIN_END.lastIndex = start;
    const end = PLAIN_END.exec(source)?.index ?? source.length;
    return { value: source.slice(start, end), end };
  }
  for (let at = start + 1; ; at += 2) {
    at = source.indexOf('"', at);
    if (at === -1) return null;
    if (source[at + 1] !== '"') return { value: source.slice(start + 1, at).replaceAll('""', '"'), end: at + 1 };
  }
}

/** Record by record, so that a long file takes the memory of its text. @throws SyntaxError as `parseCsv` does, when it gets there */
export function* csvRecords(text: string): Generator<CsvRecord> {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  let record: CsvRecord = { line: 1, fields: [] };
  let line = 1;
  for (let at = 0; at < source.length || record.fields.length > 0; ) {
    const field = readField(source, at);
    SEPARATOR.lastIndex = field?.end ?? 0;
    const separator = field && SEPARATOR.exec(source)?.[0];
    if (!field || separator === undefined || separator === null)
      throw new SyntaxError(`Line ${line}: a quotation mark is not closed, or stands inside of a field that has none around it.`);
    record.fields.push(field.value.replace(GUARD, ""));
    line += source.slice(at, field.end).match(/\r\n|\r|\n/g)?.length ?? 0;
    at = field.end + separator.length;
    if (separator === ",") continue;
    if (record.fields.length > 1 || record.fields[0] !== "") yield record;
    line += separator === "" ? 0 : 1;
    record = { line, fields: [] };
  }
}

/** @throws SyntaxError that names the line, for a quote that is not closed or stands inside of a field */
export const parseCsv = (text: string): CsvRecord[] => [...csvRecords(text)];
