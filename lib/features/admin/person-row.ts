/** A row of a file of people, as every import takes it. */
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { emailField, nameField, usernameField } from "@/lib/features/auth/schema";
import { assertNoneOf, inputShape, userFields } from "@/lib/hooks/user-fields";
import { parseInput } from "@/lib/validation";
import { phoneField } from "./schema";

const YES = ["true", "yes", "1", "t"];

/** As spreadsheets and databases write it. */
export const yesOrNo = z
  .string()
  .toLowerCase()
  .pipe(z.enum([...YES, "false", "no", "0", "f"], { error: "Say true or false." }))
  .transform((word) => YES.includes(word));

const ours = {
  email: emailField,
  username: usernameField.optional(),
  first_name: nameField.optional(),
  last_name: nameField.optional(),
  phone_number: phoneField.optional(),
  role: z.string().max(100).optional(),
  is_verified: yesOrNo.default(false),
};

assertNoneOf(ours);

/** Without a password: an account of whoever sends such a file has none until its owner sets one. */
export const personRow = z.object({ ...ours, ...inputShape(userFields, "admin") });
export type PersonRow = z.output<typeof personRow>;

export const IMPORT_COLUMNS = Object.keys(personRow.shape);

/** What is given, as the schema has it, or sentences per column. */
export function readCells<S extends z.ZodObject>(schema: S, cells: Record<string, unknown>): { fields: z.output<S>; errors: null } | { errors: Record<string, string[]> } {
  try {
    return { fields: parseInput(schema, cells, "body") as z.output<S>, errors: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { errors: error.details?.fields as Record<string, string[]> };
  }
}
