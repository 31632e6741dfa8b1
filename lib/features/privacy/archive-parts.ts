/**
 * What the archive of somebody's own data is made of. A feature that keeps something about people adds its part here: what they may
 * see of themselves, no secret, and nothing of anybody else's.
 */
import { statement } from "@/lib/db";
import { findWireUser } from "@/lib/features/account/user-wire";
import { ownLogs } from "@/lib/features/audit/own-logs";

export interface ArchivePart {
  /** Its name in the archive. */
  name: string;
  /** One thing, or a list in batches. */
  read: (userId: string) => Promise<unknown> | AsyncIterable<unknown[]>;
}

/** The rows of a query whose only parameter is the person; instants come out as ISO 8601 in UTC. */
const rows = (name: string, sql: string): ArchivePart => ({ name, read: (userId) => statement(`privacy.archive-${name}`, sql, [userId]) });

export const archiveParts: readonly ArchivePart[] = [
  { name: "profile", read: (userId) => findWireUser(userId) },
  rows("organizations", `
    SELECT o.id, o.name, o.slug, m.created_at AS joined_at FROM memberships m JOIN organizations o ON o.id = m.organization_id
     WHERE m.user_id = $1 AND o.deleted_at IS NULL ORDER BY m.created_at, o.id`),
  rows("roles", `
    SELECT r.name, r.display_name, a.organization_id, a.created_at AS given_at, a.expires_at FROM role_assignments a JOIN roles r ON r.id = a.role_id
     WHERE a.user_id = $1 ORDER BY a.created_at, a.id`),
  rows("invitations", `
    SELECT o.name AS organization, i.created_at AS invited_at, i.expires_at, i.accepted_at FROM invitations i
      JOIN organizations o ON o.id = i.organization_id JOIN users u ON lower(u.email) = i.email
     WHERE u.id = $1 AND u.email_verified_at IS NOT NULL AND i.cancelled_at IS NULL ORDER BY i.created_at, i.id`),
  rows("sessions", `
    SELECT id, organization_id, device_name, browser, os, ip_address, user_agent, country, city, amr AS signed_in_by, created_at, last_activity_at, expires_at,
           revoked_at, revoke_reason
      FROM sessions WHERE user_id = $1 ORDER BY created_at, id`),
  rows("known_devices", `
    SELECT device_name, ip_address, first_seen_at, last_seen_at, trusted_until FROM known_devices WHERE user_id = $1 ORDER BY first_seen_at, id`),
  rows("linked_providers", `
    SELECT provider, provider_account_id, email, scope, created_at AS linked_at FROM accounts WHERE user_id = $1 ORDER BY created_at, id`),
  rows("passkeys", `
    SELECT id, name, aaguid, transports, backup_eligible, backed_up, created_at, last_used_at FROM passkeys WHERE user_id = $1 ORDER BY created_at, id`),
  rows("second_factors", `SELECT kind, state, created_at, confirmed_at FROM second_factors WHERE user_id = $1 ORDER BY created_at, id`),
  rows("recovery_codes", `
    SELECT count(*)::int AS made, count(*) FILTER (WHERE used_at IS NULL)::int AS left FROM recovery_codes WHERE user_id = $1`),
  rows("files", `SELECT id, content_type, byte_size, created_at FROM stored_files WHERE owner_id = $1 ORDER BY created_at, id`),
  rows("imported_from", `SELECT source, external_id, imported_at FROM imported_people WHERE user_id = $1 ORDER BY imported_at, source`),
  { name: "events", read: ownLogs },
];
