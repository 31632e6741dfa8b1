/** The pieces of SQL that every query about invitations shares. */

/** Of `invitations AS i`. */
export const IS_OPEN = "i.accepted_at IS NULL AND i.cancelled_at IS NULL";

export const STATUS = `CASE WHEN i.accepted_at IS NOT NULL THEN 'accepted' WHEN i.cancelled_at IS NOT NULL THEN 'cancelled'
  WHEN i.expires_at <= app_now() THEN 'expired' ELSE 'pending' END`;

/** Roles that were deleted since are not among them. */
export const ROLES = `(SELECT coalesce(json_agg(json_build_object('id', ro.id, 'name', ro.name, 'display_name', ro.display_name)
  ORDER BY ro.created_at, ro.id), '[]'::json) FROM roles ro WHERE ro.id = ANY(i.role_ids))`;
