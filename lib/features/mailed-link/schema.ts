/** Wire shapes of links and codes of mails, whatever they are for. Shared with screens: no server imports. */
import { z } from "zod";

/** Whether it is whole is judged where it is looked up: a link that was cut off or grew has a sentence of its own. */
export const tokenField = z.string().trim().min(1).max(20_000);

/** Six digits; people copy and type them with spaces and dashes between. */
export const codeField = z
  .string()
  .max(40)
  .transform((typed) => typed.replace(/[\s-]/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, { error: "Type the six digits of the mail." }));

/** What a link would do. Never says whose it is. */
export const linkState = z.object({
  is_valid: z.boolean(),
  reason: z.enum(["malformed", "unknown", "foreign", "used", "expired", "busy"]).nullable(),
  message: z.string().nullable().meta({ description: "What is wrong with it, for people" }),
});
