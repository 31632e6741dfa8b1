/** What a server sends: no flash of somebody who is signed out, and no request while rendering. */
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AuditLogViewer } from "@/components/auth/audit-log-viewer";
import { LoginForm } from "@/components/auth/login-form";
import { PermissionGate } from "@/components/auth/permission-gate";
import { ProtectedRoute } from "@/components/auth/protected-route";
import { SessionManager } from "@/components/auth/session-manager";
import { useAdmin } from "@/components/auth/use-admin";
import { useAuditLogs } from "@/components/auth/use-audit-logs";
import { useAuth } from "@/components/auth/use-auth";
import { useRole } from "@/components/auth/use-role";
import { useSession } from "@/components/auth/use-session";
import { useSessions } from "@/components/auth/use-sessions";
import { useUser } from "@/components/auth/use-user";
import { useUsers } from "@/components/auth/use-users";
import { firstPaint, person, valueOf } from "../../setup/first-paint";

const fetchSpy = vi.fn();

beforeEach(() => void vi.stubGlobal("fetch", fetchSpy));
afterEach(() => {
  expect(fetchSpy).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});

function Who() {
  const { user, isAuthenticated, loading, isRefreshingToken } = useAuth();
  return <p>{JSON.stringify({ name: user?.username ?? null, isAuthenticated, loading, isRefreshingToken }).replaceAll('"', "'")}</p>;
}

const who = (html: string) => JSON.parse(/<p>(.*)<\/p>/.exec(html)?.[1]?.replaceAll("&#x27;", '"') ?? "null") as unknown;

describe("the first paint", () => {
  it.each([
    ["a person: signed in", { initialUser: person() }, { name: "grace", isAuthenticated: true, loading: false, isRefreshingToken: false }],
    ["nobody: signed out", { initialUser: null }, { name: null, isAuthenticated: false, loading: false, isRefreshingToken: false }],
    ["nothing known: neither", {}, { name: null, isAuthenticated: false, loading: true, isRefreshingToken: false }],
    ["a session alone: signed in, and not known who", { initialSession: { user: { id: "1" } } }, { name: null, isAuthenticated: true, loading: false, isRefreshingToken: false }],
    ["no session: signed out", { initialSession: null }, { name: null, isAuthenticated: false, loading: false, isRefreshingToken: false }],
    ["a person beside a session: the person", { initialUser: person(), initialSession: null }, { name: "grace", isAuthenticated: true, loading: false, isRefreshingToken: false }],
  ])("of %s", (_title, props, expected) => {
    expect(who(firstPaint(<Who />, props))).toEqual(expected);
  });

  it("makes a client without a page and without an address", () => {
    expect(globalThis.location).toBeUndefined();
    expect(firstPaint("x", { config: {} })).toBe("x");
  });

  it("says at once what is wrong with a configuration", () => {
    expect(() => firstPaint("x", { config: { apiBaseUrl: "example.com" } })).toThrow(/apiBaseUrl must be like/);
  });

  it("of hooks without a provider is a sentence", () => {
    expect(() => renderToString(<Who />)).toThrow("Nothing here can be used outside <AuthProvider>. Put it around this part of the page.");
  });
});

describe("hooks before any answer", () => {
  const signedIn = { initialUser: person() };

  it("useUser and useSession", () => {
    expect(valueOf(useUser, signedIn)).toMatchObject({ user: { username: "grace" }, isLoading: false });
    expect(valueOf(useUser, { initialUser: null })).toMatchObject({ user: null, isLoading: false });
    expect(valueOf(useUser, { initialSession: {} })).toMatchObject({ user: null, isLoading: true });
    expect(valueOf(useSession, { initialSession: {} })).toMatchObject({ isAuthenticated: true, loading: false, isRefreshingToken: false });
  });

  it("useSessions and useUsers wait for what they will ask", () => {
    expect(valueOf(useSessions, signedIn)).toMatchObject({ sessions: [], loading: true, error: null });
    expect(valueOf(useSessions, { initialUser: null })).toMatchObject({ sessions: [], loading: false, error: null });
    expect(valueOf(() => useUsers({ per_page: 5 }), signedIn)).toMatchObject({ users: [], total: 0, loading: true, error: null });
  });

  it("useAdmin and useAuditLogs ask only when told", () => {
    expect(valueOf(useAdmin, signedIn)).toMatchObject({ users: [], total: 0, page: null, pages: null, loading: false, error: null });
    expect(valueOf(useAuditLogs, signedIn)).toMatchObject({ auditLogs: [], activityLogs: [], loading: false, error: null });
  });
});

describe("useRole", () => {
  it("reports the primary role, all roles and permissions", () => {
    const value = valueOf(useRole, { initialUser: person() });
    expect(value).toMatchObject({
      role: { id: person().role_id, name: "manager" }, roleId: person().role_id, roleName: "manager", roles: ["manager"], permissions: ["users.view", "users.edit"],
      isAdmin: false, loading: false,
    });
    expect([value.hasRole("manager"), value.hasRole("admin"), value.hasAnyRole("admin", "manager"), value.hasAnyRole()]).toEqual([true, false, true, false]);
    expect([value.hasPermission("users.view"), value.hasPermission("users.ban")]).toEqual([true, false]);
    expect([value.hasAllPermissions("users.view", "users.edit"), value.hasAllPermissions("users.view", "users.ban"), value.hasAllPermissions()]).toEqual([true, false, false]);
    expect([value.hasAnyPermission("users.ban", "users.edit"), value.hasAnyPermission("users.ban"), value.hasAnyPermission()]).toEqual([true, false, false]);
  });

  it("knows an administrator by permission, and no role by its name", () => {
    const isAdmin = (changes: Parameters<typeof person>[0]) => valueOf(useRole, { initialUser: person(changes) }).isAdmin;
    expect([isAdmin({ permissions: ["rbac.admin"] }), isAdmin({ permissions: ["*"] }), isAdmin({ roles: ["admin"], role_name: "admin", permissions: [] })]).toEqual([true, true, false]);
  });

  it("says no to everything while nothing is known, and for nobody", () => {
    for (const [props, loading] of [[{}, true], [{ initialSession: {} }, true], [{ initialUser: null }, false]] as const) {
      const value = valueOf(useRole, props);
      expect(value).toMatchObject({ role: null, roleId: null, roleName: null, roles: [], permissions: [], isAdmin: false, loading });
      expect([value.hasRole("manager"), value.hasPermission("users.view")]).toEqual([false, false]);
    }
  });
});

describe("PermissionGate and ProtectedRoute", () => {
  const gate = (props: Parameters<typeof firstPaint>[1]) => firstPaint(<PermissionGate permission="users.view" fallback="no" loading="wait">yes</PermissionGate>, props);

  it("show what fits, and neither answer before it is known", () => {
    expect(gate({ initialUser: person() })).toBe("yes");
    expect(gate({ initialUser: person({ permissions: [] }) })).toBe("no");
    expect(gate({ initialUser: null })).toBe("no");
    expect(gate({})).toBe("wait");
    expect(gate({ initialSession: {} })).toBe("wait");
    expect(firstPaint(<PermissionGate permission="users.view">yes</PermissionGate>, {})).toBe("");
  });

  const route = (props: Parameters<typeof firstPaint>[1], asked = {}) => firstPaint(<ProtectedRoute {...asked}>inside</ProtectedRoute>, props);

  it("lets in whoever is signed in, where nothing more is asked", () => {
    expect(route({ initialUser: person() })).toBe("inside");
    for (const props of [{ initialUser: null }, {}, { initialSession: {} }]) {
      expect(route(props)).toContain("Checking that you are signed in");
      expect(route(props)).not.toContain("inside");
    }
  });

  it("asks for the permission under either name, and says so where it is missing", () => {
    for (const name of ["requiredPermission", "permission"]) {
      expect(route({ initialUser: person() }, { [name]: "users.view" })).toBe("inside");
      expect(route({ initialUser: person() }, { [name]: "users.ban" })).toMatch(/role="alert".*Access denied/);
    }
    expect(route({ initialUser: person() }, { permissions: [] })).toContain("Access denied");
    expect(route({ initialUser: person() }, { permission: "users.ban", fallback: "mine" })).toBe("mine");
    expect(route({}, { loading: "mine" })).toBe("mine");
  });
});

describe("what asks the API says that it waits", () => {
  const signedIn = { initialUser: person() };

  it.each([
    ["SessionManager", (look: object) => <SessionManager {...look} />, "Loading sessions"],
    ["AuditLogViewer", (look: object) => <AuditLogViewer type="audit" {...look} />, "Loading events"],
    ["AuditLogViewer of activity", (look: object) => <AuditLogViewer type="activity" {...look} />, "Loading events"],
  ])("%s", (_name, make, note) => {
    expect(firstPaint(make({}), signedIn)).toMatch(new RegExp(`role="status".*${note}`));
    expect(firstPaint(make({ showLoading: false }), signedIn)).not.toContain(note);
    expect(firstPaint(make({ loadingComponent: <b>mine</b> }), signedIn)).toContain("<b>mine</b>");
  });
});

describe("LoginForm", () => {
  const inputs = (html: string) => [...html.matchAll(/name="([^"]+)"/g)].map(([, name]) => name);
  const answer = async () => ({ success: true });

  it("has the same inputs with a function as with a server action, and needs no provider", () => {
    const expected = ["identifier", "password", "remember_me"];
    expect(inputs(renderToString(<LoginForm onLogin={answer} />))).toEqual(expected);
    expect(inputs(renderToString(<LoginForm action={async () => ({})} />))).toEqual(expected);
  });

  it("links to nowhere by itself", () => {
    expect(renderToString(<LoginForm onLogin={answer} />)).not.toContain("<a");
    const html = renderToString(<LoginForm onLogin={answer} registerLink={<a href="/join">Join</a>} forgotPasswordLink={<a href="/forgot">Forgot it?</a>} />);
    expect([...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual(["/join", "/forgot"]);
  });
});
