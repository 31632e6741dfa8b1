/** Reference contract C1 to C5 and C7, as Scribes' Dart client calls them: no Origin, tokens in the body. */
import { describe, expect, it } from "vitest";
import { newId } from "@/lib/ids";
import { makeUser } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { MINUTE, SECOND, travel } from "@/tests/setup/clock";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow } from "@/tests/setup/sql";
import { call, toldBy } from "./call";

const PASSWORD = "nine lanterns over the harbour";
const newPerson = () => {
  const username = `p${newId().replaceAll("-", "").slice(-12)}`;
  return { email: `${username}@example.com`, username, password: PASSWORD, full_name: "Grace Brewster Hopper" };
};

const wirePerson = { id: expect.stringMatching(/^[0-9a-f-]{36}$/), role: "user", is_active: true, is_verified: false, created_at: expect.stringMatching(/Z$/) };

describe("C1 POST /auth/register", () => {
  it("201 with the person, flat", async () => {
    const { password, ...person } = newPerson();
    const { status, body } = await call("POST /auth/register", { body: { ...person, password, favourite_colour: "blue" } });
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...person, ...wirePerson });
    expect(Object.keys(body).sort()).toEqual(["access_token", "created_at", "email", "expires_in", "full_name", "id", "is_active", "is_verified", "refresh_token", "role", "token_type", "username"]);
  });

  it("400 with `detail` for an address or a name that is taken", async () => {
    const known = newPerson();
    await call("POST /auth/register", { body: known });
    const byEmail = await rowsUnchanged(() => call("POST /auth/register", { body: { ...newPerson(), email: known.email } }));
    expect(byEmail).toMatchObject({ status: 400, body: { code: "EMAIL_TAKEN", detail: byEmail.body.error, request_id: expect.any(String) } });
    const byName = await rowsUnchanged(() => call("POST /auth/register", { body: { ...newPerson(), username: known.username } }));
    expect(byName).toMatchObject({ status: 400, body: { code: "USERNAME_TAKEN", detail: expect.any(String) } });
  });

  it("422 with a list of what is wrong where", async () => {
    const { status, body } = await rowsUnchanged(() => call("POST /auth/register", { body: { email: "not one", password: PASSWORD } }));
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: "VALIDATION_ERROR", error: expect.any(String) });
    expect(body.detail).toEqual(expect.arrayContaining([{ loc: ["body", "username"], msg: "This is required.", type: "value_error" }]));
    const { body: second } = await call("POST /auth/register", { body: { ...newPerson(), email: "not one" } });
    expect(second.detail).toEqual([{ loc: ["body", "email"], msg: "This is not an e-mail address.", type: "value_error" }]);
  });

  it("400 with `detail` for a body that is no JSON", async () => {
    expect(await call("POST /auth/register", { body: "{" })).toMatchObject({ status: 400, body: { code: "BAD_REQUEST", detail: "The body is not valid JSON." } });
  });

  it("counts with the registrations of the house: the fourth of an hour is a 429", async () => {
    const ip = "198.51.100.77";
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await call("POST /auth/register", { body: newPerson(), ip })).status);
    expect(statuses).toEqual([201, 201, 201, 429]);
  });
});

describe("C2 POST /auth/login", () => {
  it("200 with tokens and the person", async () => {
    const { email, username } = await makeUser({ password: PASSWORD, firstName: "Grace", lastName: "Hopper", roles: ["user"] });
    const { status, body, cookies } = await call("POST /auth/login", { body: { email, password: PASSWORD } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String), token_type: "bearer", expires_in: 900 });
    expect(body.user).toMatchObject({ email, username, full_name: "Grace Hopper", role: "user" });
    expect(cookies).toEqual({});
  });

  it("401 with `detail` for a wrong password, 403 for an account that is shut once it is right", async () => {
    const { email } = await makeUser({ password: PASSWORD, isActive: false });
    const wrong = await call("POST /auth/login", { body: { email, password: "not it" } });
    expect(wrong).toMatchObject({ status: 401, body: { detail: expect.stringContaining("(401)"), code: "INVALID_CREDENTIALS" } });
    expect(await call("POST /auth/login", { body: { email, password: PASSWORD } })).toMatchObject({ status: 403, body: { detail: expect.any(String), code: "ACCOUNT_DISABLED" } });
  });

  it("writes the row that a sign-in of the house writes", async () => {
    const [here, there] = [await makeUser({ password: PASSWORD }), await makeUser({ password: PASSWORD })];
    const login = await import("@/app/api/auth/login/route");
    for (const password of [PASSWORD, "not it"]) {
      const alias = await toldBy(() => call("POST /auth/login", { body: { email: here.email, password } }));
      expect(alias).toEqual(await toldBy(() => http(login, { body: { email: there.email, password } })));
      expect(alias).toHaveLength(1);
    }
  });
});

describe("C3 POST /auth/refresh", () => {
  const refresh = (refreshToken: string) => call("POST /auth/refresh", { body: { refresh_token: refreshToken } });

  it("200 with a new pair that works", async () => {
    const viewer = await makeViewer();
    const { status, body } = await refresh(viewer.refreshToken);
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(["access_token", "expires_in", "refresh_token", "token_type"]);
    expect(body.refresh_token).not.toBe(viewer.refreshToken);
    expect((await call("GET /auth/me", { as: { accessToken: body.access_token } })).status).toBe(200);
    await travel(30 * MINUTE);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  it("401 with `detail`, and the end of the session, for a client that went on with the old one (decision 013)", async () => {
    const viewer = await makeViewer();
    await refresh(viewer.refreshToken);
    await travel(11 * SECOND);
    const told = await toldBy(async () => expect(await refresh(viewer.refreshToken)).toMatchObject({ status: 401, body: { code: "UNAUTHORIZED", detail: expect.stringContaining("(401)") } }));
    expect(told).toMatchObject([{ action: "token.reuse_detected", success: false }]);
    expect(await oneRow("SELECT revoke_reason FROM sessions WHERE id = $1", [viewer.sessionId])).toEqual({ revoke_reason: "token_reuse" });
  });
});

describe("C4 POST /auth/logout", () => {
  it("200, and neither token works again", async () => {
    const viewer = await makeViewer();
    const told = await toldBy(async () => expect(await call("POST /auth/logout", { as: viewer, body: {} })).toMatchObject({ status: 200, body: { message: expect.any(String) } }));
    expect(told).toMatchObject([{ action: "user.logout", success: true }]);
    expect((await call("GET /auth/me", { as: viewer })).status).toBe(401);
    expect((await call("POST /auth/refresh", { body: { refresh_token: viewer.refreshToken } })).status).toBe(401);
  });
});

describe("C5 GET /auth/me", () => {
  it("200 with oneself, flat; somebody without a role is a `user`", async () => {
    const viewer = await makeViewer([], { roles: ["manager"], firstName: "Ada", lastName: "King" });
    const { status, body } = await call("GET /auth/me", { as: viewer });
    expect(status).toBe(200);
    expect(body).toEqual({ id: viewer.user.id, email: viewer.user.email, username: viewer.user.username, full_name: "Ada King", role: "manager", is_active: true, is_verified: true, created_at: expect.any(String) });
    expect((await call("GET /auth/me", { as: await makeViewer() })).body.role).toBe("user");
  });
});

describe("C7 GET /health", () => {
  it("says how database and redis are", async () => {
    const { status, body } = await http(await import("@/app/api/health/route"), { path: "/api/health" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "healthy", database: "connected", redis: "not_configured", cache: "not_configured", timestamp: expect.any(String), version: expect.any(String) });
  });
});

it("an unknown path under /auth is a 404 in JSON", async () => {
  expect(await http(await import("@/app/auth/[...path]/route"), { path: "/auth/nothing" })).toMatchObject({ status: 404, body: { code: "NOT_FOUND", request_id: expect.any(String) } });
});
