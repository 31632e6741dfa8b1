import type { PaginationProps } from "@/components/ui/pagination";
import { withQuery } from "@/app/admin/with-query";

interface Listed {
  total: number;
  page: number | null;
  next_cursor: string | null;
}

/** To the next page by cursor, and back to the first. @param key - the cursor's name in the page's query, where it shows two lists */
export function organizationPages({ total, page, next_cursor: cursor }: Listed, path: string, filters: Record<string, string | undefined> = {}, key = "cursor"): PaginationProps {
  return {
    summary: total === 1 ? "1 in all" : `${total.toLocaleString("en")} in all`,
    previousHref: page === 1 ? undefined : withQuery(path, filters),
    previousLabel: "First page",
    nextHref: cursor ? withQuery(path, { ...filters, [key]: cursor }) : undefined,
  };
}

/** Of the invitations on an organization's page, which has its members too. */
export const invitationPages = (listed: Listed, path: string): PaginationProps => organizationPages(listed, path, {}, "invitations");
