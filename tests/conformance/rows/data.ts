import type { Section } from "../row";

export const data = {
  title: "Data",
  rows: [
    { id: "3.1-users", status: "different", asks: "People with their profile, provider, states and times", reason: "no role_id: roles are assignments; is_verified is the time of verification; a picture is a file of ours" },
    { id: "3.1-roles", status: "tested", asks: "Roles: name unique, display name, description, is_system, times" },
    { id: "3.1-permissions", status: "tested", asks: "Permissions: name unique, display name, description, category, resource, action, is_system" },
    { id: "3.1-role_permissions", status: "different", asks: "What a role holds, since when", reason: "by name, so that wildcards can be held" },
    { id: "3.1-blacklisted_tokens", status: "different", asks: "Ended tokens", reason: "the session says whether its tokens are good; it is pruned with them" },
    { id: "3.1-mfa_tokens", status: "different", asks: "Codes of the second factor", reason: "one_time_tokens holds the tokens of pending sign-ins, hashed; second_factors and recovery_codes what is asked for" },
    { id: "3.1-password_reset_tokens", status: "different", asks: "Reset tokens", reason: "a digest, of one table for all one-time tokens; used rows are marked and pruned" },
    { id: "3.1-user_activity_logs", status: "different", asks: "Sentences of what people did, with address and browser", reason: "one trail; its personal side stands apart" },
    { id: "3.1-oauth_tokens", status: "different", asks: "Providers' tokens", reason: "in `accounts`, one row for each link, sealed by AES-256-GCM under a key with an id" },
    { id: "3.1-audit_log_entries", status: "different", asks: "The trail: time, action, actor, target, address, browser, session, tenant, success, error, metadata", reason: "append-only and signed; address and browser stand apart, where they can be erased" },
    { id: "3.1-user_sessions", status: "tested", asks: "Sessions: device, fingerprint, address, browser, place, times, end and its reason, tenant" },
    { id: "3.1-activity_logs", status: "different", asks: "What was done to resources, phi_accessed among it", reason: "a stream of the trail; ids of resources are text" },
    { id: "3.2-username", status: "tested", asks: "Usernames and addresses are unique, whatever their letters' case" },
    { id: "3.2-user_roles", status: "tested", asks: "Many roles per person, by whom, since when, until when" },
    { id: "3.3-lockout", status: "different", asks: "Failed sign-ins and a lock per account", reason: "counters that expire, not columns of the person; administration shows locked_until" },
    { id: "3.3-profiles", status: "different", asks: "Department, position, specialization, preferences", reason: "a product's own fields: gatehouse.config.ts" },
  ],
} as const satisfies Section;
