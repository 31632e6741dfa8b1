/** What answers hold, field by field, for `toEqual`: a field too many or too few fails. */
import { expect } from "vitest";

const oneOf = (...types: unknown[]): unknown => ({
  asymmetricMatch: (value: unknown) => types.some((type) => (typeof type === "object" && type !== null && "asymmetricMatch" in type ? (type as { asymmetricMatch(v: unknown): boolean }).asymmetricMatch(value) : value === type)),
  toString: () => "oneOf",
});

export const UUID: unknown = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
export const INSTANT: unknown = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const TEXT: unknown = expect.any(String);
const FLAG: unknown = expect.any(Boolean);
export const COUNT: unknown = expect.any(Number);
export const LIST: unknown = expect.any(Array);
export const MAYBE = { text: oneOf(TEXT, null), id: oneOf(UUID, null), instant: oneOf(INSTANT, null) };
export const MESSAGES = { message: TEXT, msg: TEXT, success: true };
export const ERROR = { error: TEXT, code: TEXT, request_id: UUID };

/** A person as one's own answers have it: the union of what the reference clients read. */
export const WHOLE_USER = {
  id: UUID, email: TEXT, username: TEXT, first_name: MAYBE.text, last_name: MAYBE.text, full_name: MAYBE.text, phone_number: MAYBE.text,
  date_of_birth: MAYBE.text, bio: MAYBE.text, occupation: MAYBE.text, address: MAYBE.text, city: MAYBE.text, state: MAYBE.text, country: MAYBE.text, zip_code: MAYBE.text,
  is_verified: FLAG, is_active: FLAG, mfa_enabled: FLAG, provider: TEXT, role: MAYBE.text, role_id: MAYBE.id, role_name: MAYBE.text, roles: LIST, permissions: LIST,
  tenant_id: MAYBE.id, profile_picture_url: MAYBE.text, profile_picture: MAYBE.text, created_at: INSTANT, updated_at: INSTANT, last_login_at: MAYBE.instant,
};

export const SUMMARY = {
  id: UUID, email: TEXT, username: TEXT, first_name: MAYBE.text, last_name: MAYBE.text, full_name: MAYBE.text, status: TEXT, is_active: FLAG, is_verified: FLAG,
  role_id: MAYBE.id, role_name: MAYBE.text, roles: LIST, held_roles: LIST, provider: TEXT, profile_picture_url: MAYBE.text, last_login_at: MAYBE.instant, created_at: INSTANT,
};

export const DETAIL = {
  ...SUMMARY, phone_number: MAYBE.text, email_verified_at: MAYBE.instant, has_password: FLAG, must_change_password: FLAG, locked_until: MAYBE.instant, mfa_enabled: FLAG,
  banned_at: MAYBE.instant, ban_expires_at: MAYBE.instant, ban_reason: MAYBE.text, deleted_at: MAYBE.instant, updated_at: INSTANT,
};

export const SESSION = {
  id: UUID, session_id: UUID, user_id: UUID, tenant_id: MAYBE.id, device_name: TEXT, browser: MAYBE.text, os: MAYBE.text, device_fingerprint: MAYBE.text, ip_address: MAYBE.text,
  user_agent: MAYBE.text, country: MAYBE.text, city: MAYBE.text, created_at: INSTANT, last_activity: INSTANT, last_activity_at: INSTANT, expires_at: INSTANT,
  is_active: FLAG, is_current: FLAG, revoked: FLAG, revoked_at: MAYBE.instant, revoke_reason: MAYBE.text,
};

export const PERMISSION = { id: UUID, name: TEXT, display_name: TEXT, description: MAYBE.text, category: TEXT, resource: TEXT, action: TEXT, is_system: FLAG };
export const ROLE_SUMMARY = { id: UUID, name: TEXT, display_name: TEXT, description: MAYBE.text, is_system: FLAG };
export const ROLE_ENTRY = { ...ROLE_SUMMARY, grants: LIST, users_count: COUNT, created_at: INSTANT, updated_at: INSTANT };
export const ROLE = { ...ROLE_ENTRY, permissions: LIST };
/** As the viewer's own answers and somebody's role have it. */
export const HELD_ROLE = { ...ROLE_SUMMARY, permissions: LIST, created_at: INSTANT, updated_at: INSTANT };

const OBJECT_OR_NULL = oneOf(expect.any(Object), null);

export const LOG = {
  id: UUID, timestamp: INSTANT, action: TEXT, actor_user_id: MAYBE.id, actor: MAYBE.text, impersonator_user_id: MAYBE.id, target_user_id: MAYBE.id, target: MAYBE.text,
  resource_type: MAYBE.text, resource_id: MAYBE.text, ip_address: MAYBE.text, user_agent: MAYBE.text, device_name: MAYBE.text, session_id: MAYBE.id, tenant_id: MAYBE.id,
  request_id: TEXT, success: FLAG, error_code: MAYBE.text, error_message: MAYBE.text, changes: OBJECT_OR_NULL, metadata: OBJECT_OR_NULL, phi_accessed: FLAG,
};
export const ACTIVITY = { ...LOG, user_id: MAYBE.id, user_email: MAYBE.text };

export const PAGE = { total: COUNT, count: COUNT, page: COUNT, pages: COUNT, per_page: COUNT, next_cursor: MAYBE.text };
export const WINDOW = { ...PAGE, limit: COUNT, offset: COUNT };
