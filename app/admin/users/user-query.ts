/** The filters of the list as the address holds them, and as the API takes them. */
export const filterNames = [
  "search", "role", "status", "order", "is_verified", "mfa_enabled", "is_deleted", "provider", "created_from", "created_to", "last_login_from", "last_login_to", "organization_id",
] as const;

export type UserFilters = Partial<Record<(typeof filterNames)[number], string>>;

/** `?q=` is what the API calls the search; both are understood here. */
export function filtersOf(search: Record<string, string | undefined>): UserFilters {
  const values = Object.fromEntries(filterNames.flatMap((name) => (search[name] ? [[name, search[name]]] : [])));
  return { ...(search.q ? { search: search.q } : {}), ...values };
}

/** `order` is `<sort>:<direction>`. */
export function queryOf({ search: q, order = "", ...rest }: UserFilters): Record<string, string | undefined> {
  const [sort, direction] = order.split(":");
  return { q, sort, direction, ...rest };
}
