/** What lists share. Types alone. */
import type { z } from "zod";

/** Which part of a list. A type, as all queries: an interface is no map of names to values. */
export type PageQuery = {
  page?: number;
  /** At most 100. */
  per_page?: number;
  /** `next_cursor` of an answer; wins over `page`. */
  cursor?: string;
  /** Count beyond 10,000, too. */
  count?: "exact";
};

export interface PageFigures {
  total: number;
  count: number;
  /** There are more than `total`. */
  total_is_estimate?: true;
  /** null behind a cursor. */
  page: number | null;
  /** null where the total is an estimate. */
  pages: number | null;
  per_page: number;
  next_cursor: string | null;
}

/** Lists of events take `limit` and `offset` as well. */
export type WindowQuery = PageQuery & { limit?: number; offset?: number };

export interface WindowFigures extends PageFigures {
  limit: number;
  offset: number;
}

/** A query's fields as they are written before they are sent: instants as text or Date. */
export type QueryOf<Fields extends Record<string, z.ZodType>> = { [Name in keyof Fields]?: Written<z.output<Fields[Name]>> };
type Written<T> = T extends Date ? Date | string : T;

export interface Change {
  from: unknown;
  to: unknown;
}
