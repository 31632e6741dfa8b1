/** Reprotech's backend puts a page's figures into an object of their own. */
import { z } from "zod";

export const pagination = z.object({
  page: z.number().int().nullable(),
  per_page: z.number().int(),
  total: z.number().int(),
  pages: z.number().int().nullable(),
  has_next: z.boolean(),
  has_prev: z.boolean(),
});

interface Figures {
  page: number | null;
  per_page: number;
  total: number;
  pages: number | null;
  next_cursor: string | null;
}

export const paginationOf = ({ page, per_page, total, pages, next_cursor }: Figures): z.input<typeof pagination> => ({
  page,
  per_page,
  total,
  pages,
  has_next: next_cursor !== null,
  has_prev: (page ?? 1) > 1,
});
