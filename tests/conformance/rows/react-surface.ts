import type { Section } from "../row";

/** What the documents promise of React; components/auth has it. What it does in a browser: tests/e2e/journeys/react-client.spec.ts. */
export const reactSurface = {
  title: "Provider, hooks and components for React",
  rows: [
    { id: "4.4-AuthProvider", status: "tested", asks: "AuthProvider with config, hooks and onReady" },
    { id: "4.4-useAuth", status: "tested", asks: "useAuth: the state, and eleven calls" },
    { id: "4.4-useUser", status: "tested", asks: "useUser: user, refreshUser, updateUser, isLoading" },
    { id: "4.4-useSession", status: "tested", asks: "useSession: isAuthenticated, loading, isRefreshingToken, refreshToken, checkAuth" },
    { id: "4.4-useRole", status: "tested", asks: "useRole: role, roleId, roleName, permissions, isAdmin, loading, and five questions" },
    { id: "4.4-useAdmin", status: "tested", asks: "useAdmin: a page of users with its figures, and eight calls" },
    { id: "4.4-useUsers", status: "tested", asks: "useUsers: users, loading, error, refetch" },
    { id: "4.4-useSessions", status: "tested", asks: "useSessions: sessions, loading, error, refresh, revokeSession, revokeAllSessions" },
    { id: "4.4-useAuditLogs", status: "tested", asks: "useAuditLogs: auditLogs, activityLogs, loading, error, and three calls" },
    { id: "4.4-PermissionGate", status: "tested", asks: "PermissionGate: permission, permissions, requireAll, role, roles, fallback, loading" },
    { id: "4.4-RoleGate", status: "tested", asks: "RoleGate: role, roles" },
    { id: "4.4-ProtectedRoute", status: "tested", asks: "ProtectedRoute: requiredPermission; waits, sends to the sign-in page, or says Access denied" },
    { id: "4.4-LoginForm", status: "tested", asks: "LoginForm: onLogin" },
    { id: "4.4-SessionManager", status: "tested", asks: "SessionManager: onSessionRevoked, onAllSessionsRevoked, renderSession, showLoading, loadingComponent, errorComponent" },
    { id: "4.4-AuditLogViewer", status: "tested", asks: "AuditLogViewer: type, action, limit, renderLog, showLoading, loadingComponent, errorComponent" },
  ],
} as const satisfies Section;
