import type { Section } from "../row";

const SELF = "409 for oneself, where the reference system has 400";

export const admin = {
  title: "Administration",
  rows: [
    { id: "AD1", status: "different", asks: "List people by q, is_active, role_id, page and per_page: users, total, page, pages, per_page", reason: "newest first unless sort says otherwise; ids have no order of their own" },
    { id: "AD2", status: "different", asks: "Create a person with a role by name or id: 201 with message and user; 409 for a taken address", reason: "a password given by an administrator must be changed at the first sign-in" },
    { id: "AD3", status: "tested", asks: "One person: wrapped and flat, active_sessions, active_sessions_count, last_login, ban_history of at most five" },
    { id: "AD4", status: "different", asks: "Delete, or with hard=true erase: message, user_id, hard_delete, sessions_revoked", reason: SELF },
    { id: "AD5", status: "different", asks: "Ban with a reason, for minutes, hours or good: sessions end at once", reason: SELF },
    { id: "AD6", status: "tested", asks: "Lift a ban: message and user_id" },
    { id: "AD7", status: "tested", asks: "Somebody's sessions, ended ones included: user_id, sessions with jti, count" },
    { id: "AD8", status: "tested", asks: "End all of somebody's sessions: message, user_id, sessions_revoked" },
  ],
} as const satisfies Section;
