import type { ReactElement } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect } from "vitest";
import { AuditLogViewer, type AuditLogViewerProps } from "@/components/auth/audit-log-viewer";
import { LoginForm } from "@/components/auth/login-form";
import { PermissionGate, type PermissionGateProps } from "@/components/auth/permission-gate";
import { ProtectedRoute } from "@/components/auth/protected-route";
import { RoleGate } from "@/components/auth/role-gate";
import { SessionManager, type SessionManagerProps } from "@/components/auth/session-manager";
import { useAdmin } from "@/components/auth/use-admin";
import { useAuditLogs } from "@/components/auth/use-audit-logs";
import { useAuth } from "@/components/auth/use-auth";
import { useClients } from "@/components/auth/use-clients";
import { useRole } from "@/components/auth/use-role";
import { useSession } from "@/components/auth/use-session";
import { useSessions } from "@/components/auth/use-sessions";
import { useUser } from "@/components/auth/use-user";
import { useUsers } from "@/components/auth/use-users";
import { firstPaint, person, valueOf } from "../setup/first-paint";
import { conforms } from "./conforms";

const signedIn = { initialUser: person() };

/** Every name is there, the calls being functions. */
function expectShape(value: object, fields: string[], calls: string[] = []): void {
  expect(Object.keys(value)).toEqual(expect.arrayContaining([...fields, ...calls]));
  for (const call of calls) expect((value as Record<string, unknown>)[call], call).toBeTypeOf("function");
}

describe("the provider", () => {
  conforms("4.4-AuthProvider", () => {
    const config = { apiBaseUrl: "https://api.example.com", apiPrefix: "/auth", storageStrategy: "localStorage-only" } as const;
    const { auth } = valueOf(useClients, { ...signedIn, config, hooks: { beforeLogin: () => undefined }, onReady: () => undefined });
    expect(auth.session.config).toMatchObject(config);
  });
});

describe("the hooks", () => {
  conforms("4.4-useAuth", () => {
    const calls = ["login", "signup", "logout", "refreshUser", "refreshAccessToken", "updateUser", "updatePassword", "googleLogin", "microsoftLogin", "checkAuth", "getAccessToken"];
    expectShape(valueOf(useAuth, signedIn), ["user", "isAuthenticated", "loading", "isRefreshingToken"], calls);
  });

  conforms("4.4-useUser", () => expectShape(valueOf(useUser, signedIn), ["user", "isLoading"], ["refreshUser", "updateUser"]));
  conforms("4.4-useSession", () => expectShape(valueOf(useSession, signedIn), ["isAuthenticated", "loading", "isRefreshingToken"], ["refreshToken", "checkAuth"]));

  conforms("4.4-useRole", () => {
    const calls = ["hasRole", "hasAnyRole", "hasPermission", "hasAllPermissions", "hasAnyPermission"];
    expectShape(valueOf(useRole, signedIn), ["role", "roleId", "roleName", "permissions", "isAdmin", "loading"], calls);
    expect(valueOf(useRole, signedIn)).toMatchObject({ roleName: "manager", permissions: ["users.view", "users.edit"], isAdmin: false });
  });

  conforms("4.4-useAdmin", () => {
    const calls = ["fetchUsers", "getUser", "createUser", "deleteUser", "banUser", "unbanUser", "getUserSessions", "forceLogoutUser"];
    expectShape(valueOf(useAdmin, signedIn), ["users", "total", "page", "pages", "loading", "error"], calls);
  });

  conforms("4.4-useUsers", () => expectShape(valueOf(useUsers, signedIn), ["users", "loading", "error"], ["refetch"]));
  conforms("4.4-useSessions", () => expectShape(valueOf(useSessions, signedIn), ["sessions", "loading", "error"], ["refresh", "revokeSession", "revokeAllSessions"]));

  conforms("4.4-useAuditLogs", () => {
    expectShape(valueOf(useAuditLogs, signedIn), ["auditLogs", "activityLogs", "loading", "error"], ["fetchAuditLogs", "fetchActivityLogs", "fetchResourceHistory"]);
  });
});

describe("the components", () => {
  const gate = (props: Omit<PermissionGateProps, "children">, start = {}) =>
    firstPaint(<PermissionGate fallback="no" loading="wait" {...props}>yes</PermissionGate>, { ...signedIn, ...start });

  conforms("4.4-PermissionGate", () => {
    expect([gate({ permission: "users.view" }), gate({ permission: "users.ban" })]).toEqual(["yes", "no"]);
    const permissions = ["users.view", "users.ban"];
    expect([gate({ permissions }), gate({ permissions, requireAll: true })]).toEqual(["yes", "no"]);
    expect([gate({ role: "manager" }), gate({ roles: ["admin", "manager"] }), gate({ permission: "users.ban", role: "manager" })]).toEqual(["yes", "yes", "yes"]);
    expect(gate({ permission: "users.view" }, { initialUser: undefined })).toBe("wait");
  });

  conforms("4.4-RoleGate", () => {
    const roleGate = (props: object) => firstPaint(<RoleGate {...props}>yes</RoleGate>, signedIn);
    expect([roleGate({ role: "manager" }), roleGate({ roles: ["admin", "manager"] }), roleGate({ role: "admin" })]).toEqual(["yes", "yes", ""]);
  });

  conforms("4.4-ProtectedRoute", () => {
    const route = (start: object) => firstPaint(<ProtectedRoute requiredPermission="users.view">inside</ProtectedRoute>, start);
    expect(route(signedIn)).toBe("inside");
    expect(route({})).toContain("Checking");
    expect(route({ initialUser: person({ permissions: [] }) })).toContain("Access denied");
  });

  conforms("4.4-LoginForm", () => {
    expect(renderToString(<LoginForm onLogin={async () => ({ success: true })} />)).toMatch(/name="identifier".*name="password"/);
  });

  const waiting = (element: ReactElement) => firstPaint(element, signedIn);

  conforms("4.4-SessionManager", () => {
    const props: SessionManagerProps = { onSessionRevoked: () => undefined, onAllSessionsRevoked: () => undefined, renderSession: () => null, errorComponent: "broken" };
    expect(waiting(<SessionManager {...props} />)).toContain("Loading sessions");
    expect(waiting(<SessionManager {...props} showLoading={false} />)).toBe("");
    expect(waiting(<SessionManager {...props} loadingComponent="mine" />)).toBe("mine");
  });

  conforms("4.4-AuditLogViewer", () => {
    for (const type of ["audit", "activity"] as const) {
      const props: AuditLogViewerProps = { type, action: "user.login", limit: 5, renderLog: () => null, errorComponent: "broken" };
      expect(waiting(<AuditLogViewer {...props} />)).toContain("Loading events");
      expect(waiting(<AuditLogViewer {...props} showLoading={false} />)).toBe("");
      expect(waiting(<AuditLogViewer {...props} loadingComponent="mine" />)).toBe("mine");
    }
  });
});
