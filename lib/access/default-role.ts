/** What new accounts get, and what is left to those whose role is deleted: nothing beyond one's own account. */
export const DEFAULT_ROLE = "user";
