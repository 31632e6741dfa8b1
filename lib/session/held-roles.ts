/**
 * SQL for a JSON array of the roles that a person holds in an organization and on the platform, oldest first, with
 * what each grants. Used inside the session check and the statements that begin or rotate a session.
 */
export const HELD_ROLES_SQL = (userId: string, organizationId: string) => rolesSql(userId, organizationId, `'permissions', ${GRANTS}`);

/**
 * The same for somebody who remembers grants by their version: what stands among `known` (an SQL array of versions) is
 * not told again, and `permissions` is null.
 */
export const HELD_ROLES_SINCE_SQL = (userId: string, organizationId: string, known: string) =>
  rolesSql(userId, organizationId, `'grantsVersion', ro.grants_version, 'permissions', CASE WHEN ro.grants_version = ANY(${known}) THEN NULL ELSE ${GRANTS} END`);

const GRANTS = `(SELECT coalesce(json_agg(rp.permission), '[]'::json) FROM role_permissions rp WHERE rp.role_id = ro.id)`;

const rolesSql = (userId: string, organizationId: string, grants: string) => `
  (SELECT coalesce(json_agg(json_build_object(
            'id', ro.id, 'name', ro.name, 'displayName', ro.display_name, 'organizationId', ra.organization_id, ${grants})
          ORDER BY ra.created_at, ra.id), '[]'::json)
     FROM role_assignments ra JOIN roles ro ON ro.id = ra.role_id
    WHERE ra.user_id = ${userId}
      AND (ra.organization_id IS NULL OR ra.organization_id = ${organizationId})
      AND (ra.expires_at IS NULL OR ra.expires_at > app_now()))`;
