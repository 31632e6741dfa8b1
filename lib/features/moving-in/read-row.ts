/** One record, as somebody who could be a person here. */
import { z } from "zod";
import { now } from "@/lib/clock";
import { personRow, readCells, yesOrNo } from "@/lib/features/admin/person-row";
import { assertNoneOf, userFields } from "@/lib/hooks/user-fields";
import { type Judged, judgeHash } from "./judge-hash";
import type { FileRecord } from "./read-file";
import type { Source } from "./sources";

/** The other system's clock may be ahead of ours. */
const DAY_MS = 86_400_000;

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** ISO 8601, and what PostgreSQL and SQLite write; without a zone it is UTC. */
const pastInstant = z.string().transform((text, context) => {
  const [, day, time = "00:00", zone = "Z"] = INSTANT.exec(text) ?? [];
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}` : "Z";
  const at = new Date(`${day}T${time}${offset}`);
  if (Number.isNaN(at.getTime()) || at.getTime() < 0 || at.getTime() > now().getTime() + DAY_MS) {
    context.addIssue({ code: "custom", message: "Give a past instant as 2026-01-31T12:00:00Z." });
    return z.NEVER;
  }
  return at.toISOString();
});

const ours = {
  external_id: z.string().max(255).optional(),
  organization: z.string().max(100).optional(),
  is_active: yesOrNo.default(true),
  password_hash: z.string().max(1024).optional(),
  created_at: pastInstant.optional(),
};

assertNoneOf(ours);

const rowSchema = z.strictObject({ ...personRow.shape, ...ours });
export type MovingFields = z.output<typeof rowSchema>;

export const MOVING_COLUMNS = Object.keys(rowSchema.shape);

/** Somebody to be. */
export interface Mover {
  line: number;
  externalId: string | null;
  email: string;
  fields: MovingFields;
  /** The columns that have a value. */
  given: ReadonlySet<string>;
  /** null: no hash was given. */
  password: Judged | null;
}

/** A row that is wrong by itself. */
export interface WrongRow {
  line: number;
  externalId: string | null;
  email: string;
  errors: Record<string, string[]>;
}

/** As a cell of a spreadsheet would have it. What is neither text nor number nor yes or no is left to its schema. */
function cellOf(value: unknown): unknown {
  if (typeof value === "string") return value.trim();
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

/** Only where we know the system: elsewhere a column that is not ours is a slip. */
const known = (cells: [string, unknown][], { isLenient }: Source) => (isLenient ? cells.filter(([name]) => MOVING_COLUMNS.includes(name)) : cells);

export async function readRow({ line, values, problem }: FileRecord, source: Source): Promise<Mover | WrongRow> {
  if (values === null) return { line, externalId: null, email: "", errors: { _: [problem] } };
  const cells = known(Object.entries(source.toOurs(values)), source)
    .map(([name, value]) => [name, cellOf(value)] as const)
    .filter(([name, value]) => name === "email" || (value !== "" && value !== null && value !== undefined));
  const raw: Record<string, unknown> = Object.fromEntries(cells);
  const shown = { line, externalId: shortText(raw.external_id) || null, email: shortText(raw.email) };
  const read = readCells(rowSchema, withFieldsAsSent(raw, values));
  if (read.errors) return { ...shown, errors: read.errors };
  const { fields } = read;
  const password = fields.password_hash === undefined ? null : await judgeHash(fields.password_hash);
  return { line, externalId: fields.external_id ?? null, email: fields.email, fields, given: new Set(Object.keys(raw)), password };
}

/** The product's own fields have schemas of their own: what JSON sent goes to them as it is. */
const withFieldsAsSent = (raw: Record<string, unknown>, values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(raw).map(([name, cell]) => [name, Object.hasOwn(userFields, name) && typeof values[name] !== "string" ? values[name] : cell]));

/** For the report, whatever was sent. */
const shortText = (value: unknown): string => (typeof value === "string" ? value.slice(0, 255) : "");
