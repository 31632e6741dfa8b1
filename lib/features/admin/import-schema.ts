/** What an import answers. Shared with screens: no server imports. */
import { z } from "zod";

const importedRow = z.object({
  line: z.number().int().meta({ description: "Where the row begins in the file" }),
  email: z.string(),
  status: z.enum(["created", "would_create", "refused"]),
  user_id: z.uuid().optional(),
  code: z.string().optional(),
  errors: z.record(z.string(), z.array(z.string())).optional().meta({ description: "Sentences per column; _: of the row" }),
});
export type ImportedRow = z.output<typeof importedRow>;

export const importOutput = z.object({
  message: z.string(),
  dry_run: z.boolean(),
  total: z.number().int(),
  created: z.number().int(),
  would_create: z.number().int(),
  refused: z.number().int(),
  rows: z.array(importedRow),
});
