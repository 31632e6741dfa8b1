/** An import as the command runs it, with what it reported. */
import { type ImportOptions, importPeople, type RowResult } from "@/lib/features/moving-in/import-people";

export async function runImport(text: string, options: Partial<ImportOptions> = {}) {
  const rows: RowResult[] = [];
  const figures = await importPeople({ text, format: "csv", from: "test", isRehearsal: false, updates: false, makesAdministrators: false, ...options }, (results) => void rows.push(...results));
  return { figures, rows };
}

/** Each row as `line status code`. */
export const outcomes = ({ rows }: { rows: RowResult[] }) => rows.map(({ line, status, code }) => [line, status, code].filter((part) => part !== null).join(" "));

export const csvOf = (...lines: string[]) => `${lines.join("\r\n")}\r\n`;
