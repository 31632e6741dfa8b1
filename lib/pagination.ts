/**
 * Lists, newest first, by page or by cursor (architecture: "Lists"). Here: what the query may hold, cursors, and the page's
 * figures. Not here: any SQL; a list asks for one row more than it shows and hands it to `pageOf`.
 */
import { z } from "zod";
import { invalidFields } from "./errors";
import { isId } from "./ids";
import { isStorable } from "./validation";

/** Pages, offsets and counts reach this row; beyond it a cursor costs 0.1 ms where OFFSET costs 100. */
export const COUNTED_ROWS_MAX = 10_000;

/** What a list is ordered by: an instant or a text; null where a row has none. */
export type SortKey = Date | string | null;

/** Where a list goes on: behind this row. */
export interface Keyset<Key extends SortKey = Date> {
  at: Key;
  id: string;
}

/** A place in a list, and what its first page counted, so that the pages behind it need not count again. */
export type Cursor<Key extends SortKey = Date> = Keyset<Key> & {
  /** null where the list does not count. Whoever writes another number into it misleads nobody but themselves. */
  counted: number | null;
};

/** An order that a list may have. */
export interface Order {
  /** Of column and direction: a cursor is good for the order that it was made for. */
  name: string;
  key: "instant" | "text";
}

/** The order of a list that has no other. */
export const NEWEST_FIRST: Order = { name: "newest", key: "instant" };

/** Opaque to clients. */
export function encodeCursor({ at, id }: Keyset<SortKey>, counted?: number, order: Order = NEWEST_FIRST): string {
  return Buffer.from(JSON.stringify([at instanceof Date ? at.getTime() : at, id, counted ?? null, order.name])).toString("base64url");
}

/** What PostgreSQL and Date agree upon: up to the year 9999. */
const INSTANT_MAX = 253_402_300_799_999;

const cursorBody = z.tuple([
  z.union([z.int().min(0).max(INSTANT_MAX).transform((millis) => new Date(millis)), z.string().max(400).refine(isStorable), z.null()]),
  z.string().refine(isId),
  z.int().min(0).nullable(),
  z.string(),
]);

const foreign = () => invalidFields({ cursor: ["This is no cursor of ours. Take next_cursor from an answer."] });

/** @throws AppError 422 for anything that `encodeCursor` did not make, or made for another order. */
export function decodeSortCursor(cursor: string, order: Order): Cursor<SortKey> {
  const { data } = cursorBody.safeParse(jsonOf(Buffer.from(cursor, "base64url").toString("utf8")));
  if (!data) throw foreign();
  const [at, id, counted, madeFor] = data;
  if (madeFor !== order.name) throw invalidFields({ cursor: ["This cursor belongs to a list in another order. Begin at the first page."] });
  if (at !== null && at instanceof Date !== (order.key === "instant")) throw foreign();
  return { at, id, counted };
}

/** A cursor of a list that is ordered by time alone. @throws AppError 422 */
export function decodeCursor(cursor: string): Cursor {
  const { at, ...rest } = decodeSortCursor(cursor, NEWEST_FIRST);
  if (!(at instanceof Date)) throw foreign();
  return { at, ...rest };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const cursorField = z.string().max(2000).optional().meta({ description: "next_cursor of an answer; wins over page and offset" });
export const countField = z.enum(["exact"]).optional().meta({ description: "exact: count beyond 10,000 too" });

/** The query of a paged list. */
export const pageFields = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1).meta({ description: "Reaches row 10,000; further with cursor" }),
  per_page: z.coerce.number().int().min(1).max(100).default(20).meta({ description: "Rows in an answer" }),
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

/** The part of a list that a query asks for. */
export interface Window<Key extends SortKey = Date> {
  after: Keyset<Key> | null;
  offset: number;
  /** How many to show; ask for one more. */
  limit: number;
}

/** A window, and what the first page counted; null: count now. */
export type CountedWindow<Key extends SortKey = Date> = Window<Key> & { counted: number | null };

/** @throws AppError 422 for a cursor that is none and for a page beyond row 10,000. */
export function windowOf(query: PageQuery): CountedWindow {
  return query.cursor === undefined ? firstWindow(query) : windowBehind(decodeCursor(query.cursor), query);
}

/** The same for a list that its query orders. @throws AppError 422, also for a cursor of another order */
export function sortedWindowOf(query: PageQuery, order: Order): CountedWindow<SortKey> {
  return query.cursor === undefined ? firstWindow(query) : windowBehind(decodeSortCursor(query.cursor, order), query);
}

const firstWindow = ({ page, per_page: limit }: PageQuery) => ({ after: null, offset: boundedOffset((page - 1) * limit, "page"), limit, counted: null });

/** Of a count that stopped behind row 10,000 nobody knows whether it was exact. */
const windowBehind = <Key extends SortKey>({ counted, ...after }: Cursor<Key>, { count, per_page: limit }: PageQuery): CountedWindow<Key> => ({
  after,
  offset: 0,
  limit,
  counted: count === "exact" && counted === COUNTED_ROWS_MAX + 1 ? null : counted,
});

/** @throws AppError 422 beyond row 10,000, which points to the cursor. */
export function boundedOffset(offset: number, field: string): number {
  if (offset < COUNTED_ROWS_MAX) return offset;
  throw invalidFields({ [field]: ["This reaches beyond row 10,000. Go on with ?cursor= and the next_cursor of an answer."] });
}

/** How far a list counts: to one more than it says, so that it knows when it is an estimate. */
export const countLimit = (count: "exact" | undefined): number | null => (count === "exact" ? null : COUNTED_ROWS_MAX + 1);

/** What a cursor says beside its place. */
interface CursorSays {
  /** So that the next page need not count. */
  counted?: number;
  /** Default: newest first. */
  order?: Order;
}

/** What is shown of `limit + 1` rows, and the cursor behind the last of them where there are more. */
export function cutPage<Row>(rows: Row[], limit: number, keyOf: (row: Row) => Keyset<SortKey>, { counted, order }: CursorSays = {}): { shown: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last), counted, order) : null };
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
