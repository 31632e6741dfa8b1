/** What a row of the conformance list is. The list itself: rows/. */
export interface TestedRow {
  id: string;
  /** What is asked for, in our words, in one line. */
  asks: string;
  status: "tested";
}

export interface ReasonedRow {
  id: string;
  asks: string;
  /** `different`: tested as well, for what stands in its place. `pending` and `not built`: no test may claim it. */
  status: "different" | "pending" | "not built";
  reason: string;
  /** Addresses (`POST /api/…`) that answer 404 as long as nothing works there. */
  absent?: readonly string[];
}

export type Row = TestedRow | ReasonedRow;

export interface Section {
  title: string;
  rows: readonly Row[];
}
