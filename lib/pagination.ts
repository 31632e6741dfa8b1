/**
 * Lists, newest first, by page or by cursor (architecture: "Lists"). Here: what the query may hold, cursors, and the page's
 * figures. Not here: any SQL; a list asks for one row more than it shows and hands it to `pageOf`.
 */
import { z } from "zod";
import { invalidFields } from "./errors";
import { isId } from "./ids";

/** Pages, offsets and counts reach this row; beyond it a cursor costs 0.1 ms where OFFSET costs 100. */
export const COUNTED_ROWS_MAX = 10_000;

/** Where a list goes on: behind this row. */
export interface Keyset {
  at: Date;
  id: string;
}

/** Opaque to clients. */
export const encodeCursor = ({ at, id }: Keyset): string => Buffer.from(`${at.getTime()}.${id}`).toString("base64url");

/** @throws AppError 422 for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): Keyset {
  const [, millis, id] = /^(-?\d{1,15})\.([0-9a-f-]{36})$/.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  if (!millis || !isId(id)) throw invalidFields({ cursor: ["This is no cursor of ours. Take next_cursor from an answer."] });
  return { at: new Date(Number(millis)), id };
}

export const cursorField = z.string().max(200).optional().meta({ description: "next_cursor of an answer; wins over page and offset" });
export const countField = z.enum(["exact"]).optional().meta({ description: "exact: count beyond 10,000 too" });

/** The query of a paged list. */
export const pageFields = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  per_page: z.coerce.number().int().min(1).max(100).default(20),
  cursor: cursorField,
  count: countField,
};

/** The figures of a paged list's answer. */
export const pageOutput = {
  total: z.number().int(),
  count: z.number().int().meta({ description: "The same as total" }),
  total_is_estimate: z.literal(true).optional().meta({ description: "There are more than total" }),
  page: z.number().int().nullable().meta({ description: "null behind a cursor" }),
  pages: z.number().int().nullable().meta({ description: "null where the total is an estimate" }),
  per_page: z.number().int(),
  next_cursor: z.string().nullable(),
};

interface PageQuery {
  page: number;
  per_page: number;
  cursor?: string;
  count?: "exact";
}

export interface Window {
  after: Keyset | null;
  offset: number;
  /** How many to show; ask for one more. */
  limit: number;
}

/** @throws AppError 422 for a cursor that is none and for a page beyond row 10,000. */
export function windowOf({ page, per_page: limit, cursor }: PageQuery): Window {
  if (cursor !== undefined) return { after: decodeCursor(cursor), offset: 0, limit };
  return { after: null, offset: boundedOffset((page - 1) * limit, "page"), limit };
}

/** @throws AppError 422 beyond row 10,000, which points to the cursor. */
export function boundedOffset(offset: number, field: string): number {
  if (offset < COUNTED_ROWS_MAX) return offset;
  throw invalidFields({ [field]: ["This reaches beyond row 10,000. Go on with ?cursor= and the next_cursor of an answer."] });
}

/** How far a list counts: to one more than it says, so that it knows when it is an estimate. */
export const countLimit = (count: "exact" | undefined): number | null => (count === "exact" ? null : COUNTED_ROWS_MAX + 1);

/** What is shown of `limit + 1` rows, and the cursor behind the last of them where there are more. */
export function cutPage<Row>(rows: Row[], limit: number, keyOf: (row: Row) => Keyset): { shown: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last)) : null };
}

/** The figures of an answer. `counted` is what `countLimit` allowed to count. */
export function pageFigures(query: PageQuery, counted: number, nextCursor: string | null) {
  const isEstimate = query.count !== "exact" && counted > COUNTED_ROWS_MAX;
  const total = isEstimate ? COUNTED_ROWS_MAX : counted;
  return {
    total,
    count: total,
    ...(isEstimate ? { total_is_estimate: true as const } : {}),
    page: query.cursor === undefined ? query.page : null,
    pages: isEstimate ? null : Math.ceil(total / query.per_page),
    per_page: query.per_page,
    next_cursor: nextCursor,
  };
}

/** Text that LIKE shall find anywhere, with its wildcards and escapes taken literally. */
export const containsPattern = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
