import type { z } from "zod";
import type { PaginationProps } from "@/components/ui/pagination";
import type { listUsers } from "@/lib/features/admin/operations/list-users";
import { withQuery } from "../with-query";

type Listed = z.output<(typeof listUsers)["output"]>;

/** Pages reach this row; behind it, the cursor goes on. */
const PAGED_ROWS_MAX = 10_000;

/** Links to the neighbours of a page, filters kept, and what is shown of how many. */
export function userPages(listed: Listed, filters: Record<string, string | undefined>): PaginationProps {
  const { page, per_page: perPage, next_cursor: cursor } = listed;
  const total = `${listed.total.toLocaleString("en")}${listed.total_is_estimate ? "+" : ""}`;
  const to = (position: Record<string, string>) => withQuery("/admin/users", { ...filters, ...position });
  if (page === null) {
    return { summary: `${listed.users.length} of ${total}`, previousHref: to({}), nextHref: cursor ? to({ cursor }) : undefined };
  }
  const first = (page - 1) * perPage;
  const isPaged = page * perPage < PAGED_ROWS_MAX;
  const next = isPaged ? to({ page: String(page + 1) }) : to({ cursor: cursor ?? "" });
  return {
    summary: listed.users.length === 0 ? `0 of ${total}` : `${first + 1}–${first + listed.users.length} of ${total}`,
    previousHref: page > 1 ? to({ page: String(page - 1) }) : undefined,
    nextHref: cursor ? next : undefined,
  };
}
