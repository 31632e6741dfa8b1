import { cloneElement, type ReactElement } from "react";
import { renderToString } from "react-dom/server";
import { beforeEach, describe, expect, vi } from "vitest";
import type { AsyncLook } from "@/components/auth/async-view";
import { AuditLogViewer } from "@/components/auth/audit-log-viewer";
import { LoginForm } from "@/components/auth/login-form";
import { PermissionGate, type PermissionGateProps } from "@/components/auth/permission-gate";
import { ProtectedRoute } from "@/components/auth/protected-route";
import { RoleGate } from "@/components/auth/role-gate";
import { SessionManager, type SessionManagerProps } from "@/components/auth/session-manager";
import { useAdmin } from "@/components/auth/use-admin";
import { useAuditLogs } from "@/components/auth/use-audit-logs";
import { useAuth } from "@/components/auth/use-auth";
import { useClients } from "@/components/auth/use-clients";
import type { Loaded } from "@/components/auth/use-loaded";
import { useRole } from "@/components/auth/use-role";
import { useSession } from "@/components/auth/use-session";
import { useSessions } from "@/components/auth/use-sessions";
import { useUser } from "@/components/auth/use-user";
import { useUsers } from "@/components/auth/use-users";
import type { FormAction } from "@/components/ui/form-state";
import type { AuthConfig } from "@/lib/client/client-config";
import { firstPaint, person, valueOf } from "../setup/first-paint";
import { conforms } from "./conforms";

const signedIn = { initialUser: person() };

/** A first paint waits for no answer: what the API would have said is put in its place, and what would be asked is kept. */
type Answer = Loaded<unknown>;
const loaded = vi.hoisted(() => ({ answer: null as Answer | null, ask: null as ((signal: AbortSignal) => Promise<unknown>) | null, endOthers: undefined as FormAction | undefined }));
vi.mock("@/components/auth/use-loaded", async (original) => {
  const { useLoaded } = await original<typeof import("@/components/auth/use-loaded")>();
  return { useLoaded: (ask: (signal: AbortSignal) => Promise<unknown>) => (loaded.answer ? ((loaded.ask = ask), loaded.answer) : useLoaded(ask)) };
});
vi.mock("@/components/account/session-list", async (original) => {
  const { SessionList } = await original<typeof import("@/components/account/session-list")>();
  return { SessionList: (props: Parameters<typeof SessionList>[0]) => ((loaded.endOthers = props.endOthersAction), SessionList(props)) };
});
beforeEach(() => void (loaded.answer = null));

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

  const waiting = (element: ReactElement) => ((loaded.answer = null), firstPaint(element, signedIn));
  /** The same component once the API has answered, or has not. */
  const answered = (element: ReactElement, answer: Partial<Answer>, config?: AuthConfig) => {
    loaded.answer = { data: null, loading: false, error: null, failure: null, run: async () => null, reload: vi.fn(async () => null), ...answer };
    return firstPaint(element, { ...signedIn, config });
  };
  /** What calls ask of the API, which answers this to each. */
  const listening = (answer: object) => {
    const asked: string[] = [];
    const fetch = async (url: unknown, init?: RequestInit) => (asked.push(`${init?.method} ${String(url)}`), Response.json(answer));
    return { asked, config: { apiBaseUrl: "https://api.example.com", fetch: fetch as typeof globalThis.fetch } };
  };
  const waitsAndFails = (element: ReactElement) => {
    const view = element as ReactElement<AsyncLook>;
    expect(waiting(cloneElement(view, { showLoading: false }))).toBe("");
    expect(waiting(cloneElement(view, { loadingComponent: "mine" }))).toBe("mine");
    expect(answered(cloneElement(view, { errorComponent: "broken" }), { error: "No answer." })).toBe("broken");
    const reload = vi.fn(async () => null);
    const told = vi.fn(({ error, retry }: { error: string; retry: () => void }) => (retry(), <i>{error}</i>));
    expect(answered(cloneElement(view, { errorComponent: told }), { error: "No answer.", reload })).toBe("<i>No answer.</i>");
    expect(reload).toHaveBeenCalled();
  };

  conforms("4.4-SessionManager", async () => {
    const sessions = [{ id: "019a0000-0000-7000-8000-0000000000f1", device_name: "Firefox on Linux" }, { id: "019a0000-0000-7000-8000-0000000000f2", device_name: "Safari on iPhone" }];
    const { asked, config } = listening({ message: "Ended.", session_id: sessions[1]?.id, sessions_revoked: 1 });
    const [onSessionRevoked, onAllSessionsRevoked] = [vi.fn(), vi.fn()];
    const revokes: (() => Promise<void>)[] = [];
    const renderSession: SessionManagerProps["renderSession"] = (session, { revoke }) => (revokes.push(revoke), <b>{session.device_name}</b>);
    expect(answered(<SessionManager onSessionRevoked={onSessionRevoked} renderSession={renderSession} />, { data: sessions }, config)).toMatch(/<b>Firefox on Linux<\/b>.*<b>Safari on iPhone<\/b>/);
    await revokes[1]?.();
    expect([asked, onSessionRevoked.mock.calls]).toEqual([[`DELETE https://api.example.com/api/audit/sessions/${sessions[1]?.id}`], [[sessions[1]?.id]]]);
    answered(<SessionManager onAllSessionsRevoked={onAllSessionsRevoked} />, { data: [] }, config);
    await loaded.endOthers?.({}, new FormData());
    expect([asked[1], onAllSessionsRevoked.mock.calls.length]).toEqual(["POST https://api.example.com/api/audit/sessions/revoke-all", 1]);
    expect(waiting(<SessionManager />)).toContain("Loading sessions");
    waitsAndFails(<SessionManager />);
  });

  conforms("4.4-AuditLogViewer", async () => {
    for (const [type, path] of [["audit", "audit-logs/me"], ["activity", "activity-logs/me"]] as const) {
      const { asked, config } = listening({ logs: [], activities: [] });
      const viewer = <AuditLogViewer type={type} action="user.login" limit={5} renderLog={({ action }: { action: string }) => <b>{action}</b>} />;
      expect(answered(viewer, { data: [{ id: "1", action: "user.login" }] }, config)).toContain("<b>user.login</b>");
      await loaded.ask?.(new AbortController().signal);
      expect(asked).toEqual([`GET https://api.example.com/api/audit/${path}?action=user.login&limit=5`]);
      expect(waiting(viewer)).toContain("Loading events");
      waitsAndFails(viewer);
    }
  });
});
