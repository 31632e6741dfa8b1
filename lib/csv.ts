/** CSV (RFC 4180), safe to open in a spreadsheet. */

/** What a spreadsheet takes for a formula, full-width signs and leading blanks included (OWASP: CSV injection). */
const FORMULA = /^[\s\u00a0]*[=+\-@＝＋－＠]|^[\t\r\n]/;

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : String(value);
  const isFormula = typeof value === "string" && FORMULA.test(text);
  const shown = isFormula ? `'${text}` : text;
  return isFormula || /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/** One line with its end. Objects stand as JSON, null as nothing; a text that would be a formula begins with an apostrophe. */
export const csvLine = (values: readonly unknown[]): string => `${values.map(cell).join(",")}\r\n`;
