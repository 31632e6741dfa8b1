/** Whether a stored event is still what was signed. */
import { type AuditEventRow, auditKeys, macOf, personalDigest } from "./audit-event";

/** An event in the form in which it was signed, with its side row where that was not erased. */
export interface StoredEvent extends AuditEventRow {
  personal: boolean;
  ip_address: string | null;
  user_agent: string | null;
  identifier: string | null;
}

/** The columns of a StoredEvent, of `audit_events e LEFT JOIN audit_personal d`. */
export const SIGNED_COLUMNS = `e.id, to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS occurred_at, e.stream, e.action, e.actor_id,
  e.impersonator_id, e.target_user_id, e.resource_type, e.resource_id, e.organization_id, e.session_id, e.request_id, e.success, e.error_code, e.changes,
  e.metadata, e.phi_accessed, e.personal_digest::text AS personal_digest, e.key_id, e.mac::text AS mac,
  d.event_id IS NOT NULL AS personal, d.ip_address, d.user_agent, d.identifier`;

/** `mac`: a column was changed. `personal_digest`: the side row was. `key_id`: signed by a key that is no longer known. */
export type BrokenDigest = "mac" | "personal_digest" | "key_id";

/** The digest that does not fit; null where all do. An erased side row breaks none. */
export function brokenDigest(stored: StoredEvent): BrokenDigest | null {
  const { personal, ip_address, user_agent, identifier, mac, ...unsigned } = stored;
  const signedBy = auditKeys().find(({ id }) => id === stored.key_id);
  if (!signedBy) return "key_id";
  if (`\\x${macOf(unsigned, signedBy.key)}` !== mac) return "mac";
  if (!personal) return null;
  const side = { event_id: stored.id, ip_address, user_agent, identifier };
  return `\\x${personalDigest(side, signedBy.key)}` === stored.personal_digest ? null : "personal_digest";
}
