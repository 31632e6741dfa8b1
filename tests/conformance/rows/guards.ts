import type { Section } from "../row";

const NOT_APPLIED = "a decorator that the reference system applies to no route";

export const guards = {
  title: "Guards for a product's own code",
  rows: [
    { id: "4.3-permission_required", status: "different", asks: "One permission, or 403", reason: "requirePermission, and can(…) as access of handlers and pages; asked of the database, not of claims" },
    { id: "4.3-permissions_required", status: "different", asks: "All permissions, or 403", reason: "requireAllPermissions" },
    { id: "4.3-any_permission", status: "different", asks: "One of several permissions, or 403", reason: "requireAnyPermission" },
    { id: "4.3-role_required_authsvc", status: "different", asks: "A role by name or id, or 403", reason: "requireRole" },
    { id: "4.3-roles_required", status: "different", asks: "One of several roles, or 403", reason: "requireAnyRole" },
    { id: "4.3-audit_action", status: "different", asks: "An activity row after success, with the path's id, metadata and log_phi", reason: "auditAction(…) around a handler's function" },
    { id: "4.3-PermissionChecker", status: "different", asks: "Whether somebody has one, all, any permission, without refusing", reason: "can() of lib/http/guards; one viewer for a request instead of an object with a cache" },
    { id: "4.3-RoleMixin", status: "different", asks: "What a role grants, wildcards included", reason: "permits() and expandPermissions() instead of methods of a model" },
    { id: "4.3-AuditManager", status: "different", asks: "Record, read, list sessions, end sessions, clean up", reason: "recordEvent, the operations of the trail, endSessions; what is old is pruned by a job, not by the product" },
    { id: "4.3-validate_redirect_url", status: "different", asks: "An absolute address on the allow-list, or none", reason: "safeReturnTo answers a path of one's own instead of null, and every return_to goes through it" },
    { id: "4.3-require_permission", status: "tested", asks: "403 with error as text; 401 without a session" },
    { id: "4.3-admin_required", status: "different", asks: "Administrators alone", reason: "permissions decide, as everywhere" },
    { id: "4.3-rate_limit", status: "different", asks: "Limits by address and by account, with X-RateLimit headers", reason: "named rules in one file, instead of a decorator per route" },
    { id: "4.3-optional_auth", status: "tested", asks: "A handler for anybody, which knows who is signed in" },
    { id: "4.3-role_decorators", status: "not built", asks: "Decorators per role of a laboratory", reason: NOT_APPLIED },
    { id: "4.3-ownership_checks", status: "different", asks: "The owner of a resource, or who holds more", reason: "ownOrAny(…) and a scope in each query" },
    { id: "4.3-api_keys", status: "not built", asks: "A key in X-API-Key", reason: NOT_APPLIED },
    { id: "4.3-request_filters", status: "not built", asks: "Filters of requests by regular expressions, blocking of addresses by count, own loggers", reason: `${NOT_APPLIED}; the filter refuses ordinary passwords` },
  ],
} as const satisfies Section;
