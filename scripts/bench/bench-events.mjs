/** A long audit trail, written by one statement: what the product's own writing would take an hour for. */
import { withClient } from "./bench-database.mjs";

/** A year of ten events every five minutes is a million. */
const SECONDS_APART = 30;

/**
 * Oldest first, as they come in life. MACs and digests are of the right length and no more: no list checks them, and only
 * `audit:verify` would see it. One event in ten names what somebody did to a resource, one in seventeen is a refusal.
 */
const EVENTS = `
INSERT INTO audit_events (id, occurred_at, stream, action, actor_id, target_user_id, resource_type, resource_id, organization_id,
                          request_id, success, error_code, metadata, personal_digest, key_id, mac)
SELECT uuidv7(make_interval(secs => -$2::int * n)), app_now() - make_interval(secs => $2::int * n), CASE WHEN n % 10 = 0 THEN 'activity' ELSE 'audit' END,
       (ARRAY['user.login','user.logout','session.revoked','user.profile_update','rbac.role_assigned','user.password_change','access.denied'])[1 + n % 7],
       s.ids[1 + n % cardinality(s.ids)], s.ids[1 + n % 7], 'user', s.ids[1 + n % 7]::text, s.organization_id,
       'bench-' || n, n % 17 > 0, CASE WHEN n % 17 = 0 THEN 'FORBIDDEN' END, '{"reason": "bench"}', decode(repeat('00', 32), 'hex'), 'bench', decode(repeat('00', 32), 'hex')
  FROM generate_series($1::int, 1, -1) n,
       (SELECT array_agg(id ORDER BY username) AS ids, min(active_organization_id::text)::uuid AS organization_id FROM users WHERE username LIKE 'bench%') s`;

const PERSONAL = `
INSERT INTO audit_personal (event_id, ip_address, user_agent)
SELECT id, '192.0.2.' || (row_number() OVER (ORDER BY id) % 250), 'Bench/1.0' FROM audit_events WHERE key_id = 'bench' ORDER BY id`;

/** Writes so many events, with a side row each. The sealer gets none of them: it would work through the whole of the bench. */
export const writeEvents = (url, events) =>
  withClient(url, async (client) => {
    await client.query("ALTER TABLE audit_events DISABLE TRIGGER audit_events_queue");
    await client.query(EVENTS, [events, SECONDS_APART]);
    await client.query("ALTER TABLE audit_events ENABLE TRIGGER audit_events_queue");
    await client.query(PERSONAL);
    await client.query("VACUUM (ANALYZE) audit_events, audit_personal");
    // What was written goes to the disk now, not beside what is measured first.
    await client.query("CHECKPOINT");
  });
