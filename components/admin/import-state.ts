import type { FormState } from "@/components/ui/form-state";

/** A row of a file with what came, or would come, of it. */
export interface ReportedRow {
  line: number;
  email: string;
  status: "created" | "would_create" | "refused";
  /** Sentences per column; `_`: of the whole row. */
  errors?: Record<string, string[]>;
}

export interface ImportReport {
  message: string;
  would_create: number;
  refused: number;
  rows: ReportedRow[];
}

/** A form's state, with what the import would do or did. */
export interface ImportState extends FormState {
  report?: ImportReport;
  /** The file's text, after a rehearsal: what the import itself is sent. */
  csv?: string;
}
