/** From what was sent to what was declared: zod's findings as one or more sentences per field. */
import { z } from "zod";
import { AppError, BAD_REQUEST, NOT_FOUND, invalidFields } from "./errors";

type Issue = z.core.$ZodIssue;

/** A sentence for people; a schema's own message wins. */
function sentence(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "This is required." : `This must be ${article(issue.expected)}.`;
    case "unrecognized_keys":
      return "This field is not known here.";
    case "too_small":
      if (issue.origin === "string") return issue.minimum === 1 ? "This is required." : `Use at least ${issue.minimum} characters.`;
      return issue.origin === "array" ? `Give at least ${issue.minimum}.` : `This must be at least ${issue.minimum}.`;
    case "too_big":
      if (issue.origin === "string") return `Use at most ${issue.maximum} characters.`;
      return issue.origin === "array" ? `Give at most ${issue.maximum}.` : `This must be at most ${issue.maximum}.`;
    case "invalid_format":
      return issue.format === "email" ? "This is not an e-mail address." : "This does not have the right form.";
    case "invalid_value":
      return `This must be one of: ${issue.values.map(String).join(", ")}.`;
    default:
      return "This is not valid.";
  }
}

const article = (type: string) => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

/** Schemas say their own sentences with `{ error: "…" }`; everything else gets one from here. */
z.config({ customError: (issue) => sentence(issue as Issue) });

/** Sentences per field; nested fields as `a.b`, the whole as `_`. */
function fieldsOf(error: z.ZodError): Record<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const issue of error.issues) {
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) {
      const name = path.join(".") || "_";
      fields.set(name, [...(fields.get(name) ?? []), issue.message]);
    }
  }
  // Not by assignment: a field may be named `__proto__`.
  return Object.fromEntries(fields);
}

/** PostgreSQL holds neither U+0000 nor half a surrogate pair, and nothing a person means contains them. */
export const isStorable = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);

function unstorablePath(value: unknown, path = "_", depth = 0): string | null {
  if (typeof value === "string") return isStorable(value) ? null : path;
  if (value === null || typeof value !== "object" || depth > 20) return null;
  for (const [key, entry] of Object.entries(value)) {
    const found = !isStorable(key) ? path : unstorablePath(entry, path === "_" ? key : `${path}.${key}`, depth + 1);
    if (found) return found;
  }
  return null;
}

/** A filter form sends every field: one that is left empty asks for nothing. */
const withoutBlanks = (query: object): object => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ""));

/**
 * Query or body as declared.
 * @throws AppError 400 when the body is no object, 422 with sentences per field otherwise.
 */
export function parseInput(schema: z.ZodObject | undefined, raw: unknown, source: "query" | "body"): Record<string, unknown> {
  if (!schema) return {};
  const value = source === "query" ? withoutBlanks(raw ?? {}) : (raw ?? {});
  if (typeof value !== "object" || Array.isArray(value)) throw new AppError(BAD_REQUEST, { message: "Send a JSON object." });
  const unstorable = unstorablePath(value);
  if (unstorable) throw invalidFields({ [unstorable]: ["This contains a character that cannot be stored."] });
  const result = schema.safeParse(value);
  if (!result.success) throw invalidFields(fieldsOf(result.error), source === "query" ? "Some of the filters are not valid." : undefined);
  return result.data;
}

/** Path parameters as declared. @throws AppError 404: a malformed id names nothing. */
export function parseParams(schema: z.ZodObject | undefined, raw: unknown): Record<string, unknown> {
  if (!schema) return {};
  const result = schema.safeParse(raw ?? {});
  if (!result.success) throw new AppError(NOT_FOUND);
  return result.data;
}
