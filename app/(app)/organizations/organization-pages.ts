import type { PaginationProps } from "@/components/ui/pagination";
import { withQuery } from "@/app/admin/with-query";

interface Listed {
  total: number;
  page: number | null;
  next_cursor: string | null;
}

/** To the next page by cursor, and back to the first. */
export function organizationPages({ total, page, next_cursor: cursor }: Listed, path: string, filters: Record<string, string | undefined> = {}): PaginationProps {
  return {
    summary: total === 1 ? "1 in all" : `${total.toLocaleString("en")} in all`,
    previousHref: page === 1 ? undefined : withQuery(path, filters),
    previousLabel: "First page",
    nextHref: cursor ? withQuery(path, { ...filters, cursor }) : undefined,
  };
}
