import type { Section } from "../row";

export const audit = {
  title: "Sessions, trail, activity, compliance",
  rows: [
    { id: "L1", status: "tested", asks: "One's own sessions with device, place, times, is_current: sessions and count" },
    { id: "L2", status: "tested", asks: "End one of one's sessions, the current one included: message, session_id; session.revoked" },
    { id: "L3", status: "tested", asks: "End all others: message, sessions_revoked; session.revoked_all" },
    { id: "L4", status: "tested", asks: "One's own trail by action, limit (50, at most 200) and offset" },
    { id: "L5", status: "tested", asks: "The trail with every documented filter: logs, count, limit (100, at most 1000), offset" },
    { id: "L6", status: "tested", asks: "Security events: logs and count" },
    { id: "L7", status: "tested", asks: "One's own activity by action and resource_type: activities, logs, count, phi_accessed" },
    { id: "L8", status: "different", asks: "Who accessed a resource: access_history with user_email, ids as text", reason: "for the owner and who may see activity, not for everybody" },
    { id: "L9", status: "tested", asks: "Security summary for days: flat and nested figures, top_failed_ips" },
    { id: "L10", status: "tested", asks: "PHI access report: period, total, by_user, by_resource_type; the last thirty days by default" },
  ],
} as const satisfies Section;
