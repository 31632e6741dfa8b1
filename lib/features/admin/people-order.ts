/**
 * The orders of a list of people. Each is one expression that is never null and has an index, with the id behind it, so that
 * a cursor costs the same on every page and nobody is shown twice or left out.
 */
import { Prisma } from "@/lib/generated/prisma/client";
import { type Keyset, NEWEST_FIRST, type Order, type SortKey } from "@/lib/pagination";
import type { PeopleOrder, PeopleSort } from "./people-schema";
import type { SummaryRow } from "./user-wire";

const { sql } = Prisma;

/** Whoever never signed in comes before everybody who did. */
export const LAST_LOGIN_KEY = sql`coalesce(u.last_login_at, '-infinity'::timestamptz)`;

/** A ban that has run out still counts as one here: an index cannot know the time. */
const STATUS_KEY = sql`(CASE
  WHEN NOT u.is_active OR u.deleted_at IS NOT NULL THEN 'inactive' WHEN u.banned_at IS NOT NULL THEN 'banned'
  WHEN u.email_verified_at IS NULL THEN 'unverified' ELSE 'active' END)`;

interface SortColumn {
  key: Order["key"];
  /** Of `users u`. */
  by: Prisma.Sql;
}

const columns: Record<PeopleSort, SortColumn> = {
  created_at: { key: "instant", by: sql`u.created_at` },
  last_login_at: { key: "instant", by: LAST_LOGIN_KEY },
  email: { key: "text", by: sql`lower(u.email)` },
  username: { key: "text", by: sql`lower(u.username)` },
  name: { key: "text", by: sql`lower(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, ''))` },
  status: { key: "text", by: STATUS_KEY },
};

const isDescending = ({ sort, direction }: PeopleOrder) => (direction ?? (columns[sort].key === "instant" ? "desc" : "asc")) === "desc";

/** What its cursors are good for. */
export function orderOf(wanted: PeopleOrder): Order {
  const { sort } = wanted;
  if (sort === "created_at" && isDescending(wanted)) return NEWEST_FIRST;
  return { name: `${sort}:${isDescending(wanted) ? "desc" : "asc"}`, key: columns[sort].key };
}

/** What stands behind ORDER BY. */
export const orderSql = (wanted: PeopleOrder): Prisma.Sql =>
  isDescending(wanted) ? sql`${columns[wanted.sort].by} DESC, u.id DESC` : sql`${columns[wanted.sort].by}, u.id`;

/** The condition that holds for everybody behind a cursor. */
export function behind(wanted: PeopleOrder, { at, id }: Keyset<SortKey>): Prisma.Sql {
  const { key, by } = columns[wanted.sort];
  const value = key === "text" ? sql`${at}::text` : sql`coalesce(${at}::timestamptz, '-infinity'::timestamptz)`;
  return isDescending(wanted) ? sql`AND (${by}, u.id) < (${value}, ${id}::uuid)` : sql`AND (${by}, u.id) > (${value}, ${id}::uuid)`;
}

/** What a page's end is told by; the times are among the columns anyway. */
export const sortKeySql = ({ sort }: PeopleOrder): Prisma.Sql => (columns[sort].key === "text" ? columns[sort].by : sql`NULL::text`);

/** Where a page ends. */
export const keysetOf = ({ sort }: PeopleOrder) => ({ id, createdAt, lastLoginAt, sortKey }: ListedRow): Keyset<SortKey> => {
  if (sort === "created_at") return { at: createdAt, id };
  return { at: sort === "last_login_at" ? lastLoginAt : sortKey, id };
};

/** A person's row in a list. */
export type ListedRow = SummaryRow & { sortKey: string | null };
