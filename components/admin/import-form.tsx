"use client";

import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { useFormAction } from "@/components/ui/use-form-action";
import type { ImportReport, ImportState } from "./import-state";

export interface ImportFormProps {
  /** Receives `file` or `csv`, and `step`: `import` after what it would do was seen. */
  action: (previous: ImportState, form: FormData) => Promise<ImportState>;
}

const nothingSent: ImportState = {};

/** Two steps, both plain forms: see what a file would do, then do it. */
export function ImportForm({ action }: ImportFormProps) {
  const [state, submit] = useFormAction(action, nothingSent);
  const { report, csv } = state;
  return (
    <div className="grid gap-6">
      <form action={submit} className="grid gap-4" noValidate>
        <FormMessage state={state} />
        <Field name="file" label="CSV file" errors={state.fields?.file} required>
          {(control) => <Input {...control} type="file" accept=".csv,text/csv" />}
        </Field>
        <div><SubmitButton variant={csv === undefined ? "primary" : "secondary"}>Preview the import</SubmitButton></div>
      </form>
      {report && <Report report={report} />}
      {report && csv !== undefined && report.would_create > 0 && (
        <form action={submit} className="flex justify-end">
          <input type="hidden" name="step" value="import" />
          <textarea name="csv" hidden readOnly value={csv} />
          <SubmitButton>{report.would_create === 1 ? "Create one account" : `Create ${report.would_create} accounts`}</SubmitButton>
        </form>
      )}
    </div>
  );
}

const looks = {
  created: { tone: "success", label: "Created" },
  would_create: { tone: "accent", label: "Will be created" },
  refused: { tone: "danger", label: "Left out" },
} as const;

/** Rows that a screen shows; the rest is in the API's answer. */
const ROWS_SHOWN = 200;

/** Refused rows first: they are why somebody looks. */
function Report({ report }: { report: ImportReport }) {
  const rows = [...report.rows].sort((a, b) => Number(b.status === "refused") - Number(a.status === "refused"));
  return (
    <section aria-label="Report" className="grid gap-4">
      <Alert tone={report.refused > 0 ? "warning" : "success"}>{report.message}{report.refused > 0 && ` ${report.refused} left out.`}</Alert>
      <Table aria-label="Rows of the file">
        <TableHead>
          <TableRow>{["E-mail", "Line", "Outcome", "Why"].map((name) => <TableHeader key={name}>{name}</TableHeader>)}</TableRow>
        </TableHead>
        <TableBody>
          {rows.slice(0, ROWS_SHOWN).map((row) => (
            <TableRow key={row.line}>
              <TableCell lead className="break-all">{row.email || "(none)"}</TableCell>
              <TableCell label="Line" className="tabular-nums">{row.line}</TableCell>
              <TableCell label="Outcome"><Badge tone={looks[row.status].tone} dot>{looks[row.status].label}</Badge></TableCell>
              <TableCell label="Why" className="text-muted-foreground">{whyOf(row.errors)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {rows.length > ROWS_SHOWN && <p className="text-sm text-muted-foreground">{rows.length - ROWS_SHOWN} more rows are not shown.</p>}
    </section>
  );
}

const whyOf = (errors: Record<string, string[]> = {}) =>
  Object.entries(errors).map(([column, sentences]) => (column === "_" ? "" : `${column}: `) + sentences.join(" ")).join(" ");
