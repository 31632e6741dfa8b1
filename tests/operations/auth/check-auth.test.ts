import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { greetProtected } from "@/lib/features/auth/operations/greet-protected";
import { makeViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";

const checkRoute = await import("@/app/api/auth/check-auth/route");
const protectedRoute = await import("@/app/api/auth/protected/route");
const meRoute = await import("@/app/api/auth/me/route");
const handleRoute = await import("@/app/api/auth/user/[handle]/route");
const reading = [
  ["check-auth", checkRoute, {}],
  ["protected", protectedRoute, {}],
  ["me", meRoute, {}],
  ["@me", handleRoute, { handle: "@me" }],
] as const;

describe("auth.check is allowed", () => {
  it("by Bearer and by cookie, in one statement", async () => {
    const viewer = await makeViewer([], { roles: ["manager"] });
    const expected = { authenticated: true, user: { id: viewer.user.id, email: viewer.user.email, username: viewer.user.username, role: "manager", role_name: "manager" } };
    for (const request of [{ as: viewer }, { cookies: { access_token: viewer.accessToken } }]) {
      const counted = await countStatements(() => http(checkRoute, request));
      expect(counted.result).toMatchObject({ status: 200, body: expected });
      expect(counted).toMatchObject({ statements: 1, begins: 0 });
    }
  });

  it("while a new password is due, unlike the protected example", async () => {
    const viewer = await makeViewer([], { mustChangePassword: true });
    expect((await callAs(viewer).output(checkAuth)).authenticated).toBe(true);
    expect(await callAs(viewer).refusal(greetProtected)).toMatchObject({ status: 403, code: "PASSWORD_CHANGE_REQUIRED" });
  });
});

describe("auth.protected is allowed", () => {
  it("and greets whom the token names", async () => {
    const viewer = await makeViewer();
    expect(await callAs(viewer).output(greetProtected)).toEqual({ msg: `Welcome, ${viewer.user.email}!`, user_id: viewer.user.id, role: null });
  });
});

expectRefused(checkAuth, { valid: () => ({}) });
expectRefused(greetProtected, { valid: () => ({}) });

describe.each(reading)("GET %s", (_name, route, params) => {
  it("answers 200 to its owner and a 401 sentence with (401) to nobody @asvs V7.2.1", async () => {
    const viewer = await makeViewer();
    const good = await http(route, { params, as: viewer });
    expect(good.status).toBe(200);
    expect(JSON.stringify(good.body)).toContain(viewer.user.id);
    expect(good.headers.get("cache-control")).toContain("no-store");
    expect(good.headers.get("x-request-id")).toBeTruthy();
    const refused = await http(route, { params });
    expect(refused).toMatchObject({ status: 401, body: { error: expect.stringContaining("(401)"), code: "UNAUTHORIZED" } });
    expect(refused.headers.get("www-authenticate")).toBe("Bearer");
  });
});

describe("a handle that is not @me", () => {
  it("is a 404 for everybody", async () => {
    const viewer = await makeViewer();
    for (const handle of ["me", viewer.user.id, "@you"]) expect((await http(handleRoute, { params: { handle }, as: viewer })).status).toBe(404);
    expect((await http(handleRoute, { params: { handle: "%40me" }, as: viewer })).status).toBe(200);
  });
});
