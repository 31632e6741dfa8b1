/**
 * The window of a list of events: by `limit` and `offset` as the reference documents have it, by `page` and `per_page`, or
 * by cursor. `count` is the total, not the page's length.
 */
import { z } from "zod";
import { boundedOffset, countField, countLimit, type CountedWindow, cursorField, cutPage, type Keyset, pageFields, pageFigures, pageOutput, windowOf } from "@/lib/pagination";

/** @param bounds - as the reference documents say for this list */
export const windowFields = ({ limit, max }: { limit: number; max: number }) => ({
  limit: z.coerce.number().int().min(1).max(max).default(limit),
  offset: z.coerce.number().int().min(0).default(0),
  page: pageFields.page.removeDefault().optional(),
  per_page: pageFields.per_page.removeDefault().optional(),
  cursor: cursorField,
  count: countField,
});

export const windowOutput = { ...pageOutput, limit: z.number().int().meta({ description: "The same as per_page" }), offset: z.number().int() };

interface WindowQuery {
  limit: number;
  offset: number;
  page?: number;
  per_page?: number;
  cursor?: string;
  count?: "exact";
}

const PER_PAGE = 20;

/** `page` and `per_page`, where either is given, win over `limit` and `offset`. */
function pageOf({ limit, offset, page, per_page: perPage }: WindowQuery) {
  if (page === undefined && perPage === undefined) return { page: Math.floor(offset / limit) + 1, per_page: limit };
  return { page: page ?? 1, per_page: perPage ?? PER_PAGE };
}

function windowFor(query: WindowQuery): CountedWindow {
  const isByOffset = query.cursor === undefined && query.page === undefined && query.per_page === undefined;
  if (isByOffset) return { after: null, offset: boundedOffset(query.offset, "offset"), limit: query.limit, counted: null };
  return windowOf({ ...pageOf(query), cursor: query.cursor, count: query.count });
}

interface Source<Row> {
  list: (window: CountedWindow) => Promise<Row[]>;
  /** Up to so many; null: all. */
  count: (limit: number | null) => Promise<number>;
  keyOf: (row: Row) => Keyset;
}

/** The rows of the window and the answer's figures. @throws AppError 422 for a cursor that is none and beyond row 10,000 */
export async function readWindow<Row>(query: WindowQuery, { list, count, keyOf }: Source<Row>) {
  const window = windowFor(query);
  const [rows, counted] = await Promise.all([list(window), window.counted ?? count(countLimit(query.count))]);
  const { shown, nextCursor } = cutPage(rows, window.limit, keyOf, { counted });
  const figures = pageFigures({ ...pageOf(query), cursor: query.cursor, count: query.count }, counted, nextCursor);
  return { shown, figures: { ...figures, limit: window.limit, offset: window.offset } };
}
