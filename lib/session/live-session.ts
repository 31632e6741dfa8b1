/**
 * When a session is alive and when an account may be used, in SQL: every statement that asks takes it from here. Both
 * together let somebody in; neither says anything of permissions.
 */

/** Of `sessions AS <alias>`: neither ended, nor beyond its absolute or its idle end. */
export const IS_OPEN_SQL = (session: string) => `
  (${session}.revoked_at IS NULL
   AND ${session}.expires_at > app_now()
   AND (${session}.idle_expires_at IS NULL OR ${session}.idle_expires_at > app_now()))`;

/** Of `users AS <alias>`: for good, or until a time that has not come. Never null. */
export const IS_BANNED_SQL = (user: string) => `
  (${user}.banned_at IS NOT NULL AND (${user}.ban_expires_at IS NULL OR ${user}.ban_expires_at > app_now()))`;

/** Of `users AS <alias>`: neither deactivated, nor deleted, nor banned. */
export const IS_USABLE_SQL = (user: string) => `
  (${user}.is_active
   AND ${user}.deleted_at IS NULL
   AND NOT ${IS_BANNED_SQL(user)})`;
