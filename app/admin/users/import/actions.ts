"use server";

import type { ImportState } from "@/components/admin/import-state";
import { importUsers } from "@/lib/features/admin/operations/import-users";
import { action } from "@/lib/http/action";

/** First what would happen, then, with the same text, the import itself. */
export async function importAction(previous: ImportState, form: FormData): Promise<ImportState> {
  let report: ImportState["report"];
  const isRehearsal = form.get("step") !== "import";
  const run = action(importUsers, {
    toQuery: () => ({ dry_run: String(isRehearsal) }),
    toInput: ({ step: _step, ...fields }) => fields,
    message: (output) => {
      report = output;
      return output.message;
    },
  });
  const { values: _values, ...state } = await run(previous, form);
  if (!isRehearsal || !report) return { ...state, report };
  return { ok: true, report, csv: await textOf(form) };
}

/** What was chosen, so that the second step need not choose it again. */
async function textOf(form: FormData): Promise<string> {
  const file = form.get("file");
  return file instanceof File && file.size > 0 ? file.text() : String(form.get("csv") ?? "");
}
