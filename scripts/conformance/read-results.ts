import type { Results } from "./report-text";

interface VitestReport {
  testResults: { name: string; assertionResults: { title: string; status: string }[] }[];
}

/** A row's test is called `A1: what it asks`. */
const ROW = /^(\S+): /;

/**
 * Results by row, of vitest's JSON report.
 * @param ids of the rows that must have a test
 * @throws Error naming rows without a test and rows with several
 */
export function readResults({ testResults }: VitestReport, ids: ReadonlySet<string>): Results["rows"] {
  const rows: Results["rows"] = {};
  const twice: string[] = [];
  for (const { title, status } of testResults.flatMap(({ assertionResults }) => assertionResults)) {
    const id = ROW.exec(title)?.[1];
    if (id === undefined || !ids.has(id)) continue;
    if (id in rows) twice.push(id);
    rows[id] = status === "passed" ? "passed" : "failed";
  }
  const none = [...ids].filter((id) => !(id in rows));
  if (none.length + twice.length > 0) throw new Error(`Each row has one test of its name. Without: ${none.join(", ") || "none"}. Several: ${twice.join(", ") || "none"}.`);
  return rows;
}
