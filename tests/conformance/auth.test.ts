import { describe, expect } from "vitest";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { conforms } from "./conforms";
import { UUID, WHOLE_USER } from "./shapes";
import { send } from "./wire";

let made = 0;
const newAddress = () => `conformance-${++made}@example.com`;

const TOKENS = { access_token: expect.stringMatching(/^eyJ/), refresh_token: expect.any(String), token_type: "Bearer", expires_in: 900 };
const MESSAGES = { message: expect.any(String), msg: expect.any(String), success: true };

describe("accounts and sessions", () => {
  conforms("A1", async () => {
    const email = newAddress();
    const given = { email, password: TEST_PASSWORD, first_name: "Ada", last_name: "Lovelace", phone_number: "+44 20 7946 0000", role_id: "1", is_verified: true };
    const rows = await auditRowsOf(async () => {
      const answer = await send("POST /api/auth/register", { body: given });
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({ ...MESSAGES, message: "User registered successfully.", ...TOKENS, user: { ...WHOLE_USER, email, first_name: "Ada", last_name: "Lovelace", phone_number: "+44 20 7946 0000", is_verified: false, provider: "local", role_name: "user", roles: ["user"] } });
      expect((await send("GET /api/auth/check-auth", { as: { accessToken: answer.body.access_token } })).status).toBe(200);
    });
    expect(rows.map(({ action }) => action)).toEqual(["user.signup"]);
    const again = await send("POST /api/auth/register", { body: given });
    expect([again.status, again.body]).toMatchObject([400, { error: expect.any(String), code: "EMAIL_TAKEN" }]);
  });

  conforms("A2", async () => {
    const email = newAddress();
    const answer = await send("POST /api/auth/signup", { body: { email, password: TEST_PASSWORD, username: `name-${made}`, first_name: "Ada", plan: "free" } });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ ...MESSAGES, ...TOKENS, user: { ...WHOLE_USER, email, username: `name-${made}`, first_name: "Ada" } });
  });

  conforms("A3", async () => {
    const user = await makeUser({ roles: ["manager"] });
    const rows = await auditRowsOf(async () => {
      const answer = await send("POST /api/auth/login", { body: { email: user.email, password: user.password } });
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ ...MESSAGES, ...TOKENS, user: { ...WHOLE_USER, id: user.id, email: user.email, role_name: "manager", permissions: expect.arrayContaining(["users.view"]), last_login_at: expect.any(String) } });
      const wrong = await send("POST /api/auth/login", { body: { email: user.email, password: "not this one" } });
      expect([wrong.status, wrong.body]).toMatchObject([401, { error: expect.any(String), code: "INVALID_CREDENTIALS" }]);
    });
    expect(rows.map(({ action }) => action)).toEqual(["user.login", "user.login_failed"]);
    const shut = await makeUser({ banned: true });
    expect((await send("POST /api/auth/login", { body: { email: shut.email, password: shut.password } })).body).toMatchObject({ code: "ACCOUNT_DISABLED" });
    expect((await send("POST /api/auth/login", { body: { email: shut.email, password: "not this one" } })).body).toMatchObject({ code: "INVALID_CREDENTIALS" });
  });

  conforms("A4", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => {
      const answer = await send("POST /api/auth/logout", { browser: true, cookies: { access_token: viewer.accessToken, refresh_token: viewer.refreshToken } });
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ ...MESSAGES, message: "Successfully logged out", msg: "Successfully logged out" });
      expect([answer.cookies.access_token?.line, answer.cookies.refresh_token?.line]).toEqual([expect.stringContaining("Max-Age=0"), expect.stringContaining("Max-Age=0")]);
    });
    expect(rows).toMatchObject([{ action: "user.logout", actor_id: viewer.user.id, success: true }]);
    expect((await send("GET /api/auth/check-auth", { as: viewer })).status).toBe(401);
    expect((await send("POST /api/auth/token/refresh", { headers: { authorization: `Bearer ${viewer.refreshToken}` } })).status).toBe(401);
  });

  conforms("A5", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => {
      const byBearer = await send("POST /api/auth/token/refresh", { headers: { authorization: `Bearer ${viewer.refreshToken}` } });
      expect([byBearer.status, byBearer.body]).toEqual([200, { ...MESSAGES, message: "Token refreshed successfully", msg: "Token refreshed successfully", ...TOKENS }]);
      expect(byBearer.body.refresh_token).not.toBe(viewer.refreshToken);
      const byCookie = await send("POST /api/auth/token/refresh", { browser: true, cookies: { refresh_token: byBearer.body.refresh_token } });
      expect([byCookie.status, Object.keys(byCookie.cookies).sort()]).toEqual([200, ["access_token", "refresh_token"]]);
    });
    expect(rows.map(({ action }) => action)).toEqual(["token.refresh", "token.refresh"]);
    expect((await send("POST /api/auth/token/refresh", {})).status).toBe(401);
  });

  conforms("A6", async () => {
    const viewer = await makeViewer([], { roles: ["auditor"] });
    const answer = await send("GET /api/auth/check-auth", { as: viewer });
    const { id, email, username } = viewer.user;
    expect([answer.status, answer.body]).toEqual([200, { authenticated: true, msg: expect.any(String), user: { id, email, username, role: "auditor", role_id: UUID, role_name: "auditor" } }]);
    expect((await send("GET /api/auth/check-auth")).status).toBe(401);
  });

  conforms("A7", async () => {
    const viewer = await makeViewer([], { firstName: "Ada" });
    const answer = await send("GET /api/auth/user/@me", { as: viewer });
    expect([answer.status, answer.body]).toEqual([200, { user: { ...WHOLE_USER, id: viewer.user.id, first_name: "Ada" } }]);
  });

  conforms("A8", async () => {
    const viewer = await makeViewer();
    const change = { first_name: "Ada", bio: "Wrote the first program.", date_of_birth: "1815-12-10", zip_code: "W1" };
    const rows = await auditRowsOf(async () => {
      const answer = await send("POST /api/auth/update_user", { as: viewer, body: { ...change, date_of_birth: "1915-12-10", is_active: false, role_id: "1" } });
      expect([answer.status, answer.body]).toEqual([200, { message: expect.any(String), user: { ...WHOLE_USER, ...change, date_of_birth: "1915-12-10", is_active: true } }]);
    });
    expect(rows).toMatchObject([{ action: "user.profile_update", metadata: { fields: ["first_name", "date_of_birth", "bio", "zip_code"] } }]);
    const wrong = { first_name: "x".repeat(51), last_name: " ", phone_number: "12", bio: "x".repeat(501), occupation: "x".repeat(101), address: "x".repeat(256), city: "x".repeat(101), zip_code: "x".repeat(11), date_of_birth: change.date_of_birth, password: "another long enough one" };
    const refused = await send("POST /api/auth/update_user", { as: viewer, body: wrong });
    expect([refused.status, Object.keys(refused.body.details.fields).sort()]).toEqual([422, Object.keys(wrong).sort()]);
    expect((await send("POST /api/auth/update_user", { as: viewer, body: { email: newAddress() } })).body.details.fields).toHaveProperty("email");
  });

  conforms("A9", async () => {
    const viewer = await makeViewer();
    const { user } = (await send("GET /api/auth/user/@me", { as: viewer })).body;
    const answer = await send("PUT /api/auth/user/@me", { as: viewer, body: { ...user, occupation: "Analyst" } });
    expect([answer.status, answer.body.user]).toEqual([200, { ...WHOLE_USER, id: viewer.user.id, occupation: "Analyst" }]);
  });

  conforms("A10", async () => {
    const viewer = await makeViewer();
    const body = { current_password: viewer.user.password, new_password: "another that nobody would guess" };
    const rows = await auditRowsOf(async () => {
      const answer = await send("POST /api/auth/password/update", { as: viewer, body });
      expect([answer.status, answer.body]).toMatchObject([200, { message: expect.any(String) }]);
    });
    expect(rows.map(({ action }) => action)).toEqual(["user.password_change"]);
    expect((await send("GET /api/auth/check-auth", { as: viewer })).status).toBe(200);
    expect((await send("POST /api/auth/token/refresh", { body: { refresh_token: viewer.refreshToken } })).status).toBe(200);
    expect((await send("POST /api/auth/password/update", { as: viewer, body })).body).toMatchObject({ error: expect.any(String), code: "INVALID_PASSWORD" });
  });

  conforms("A11", async () => {
    const sharp = (await import("sharp")).default;
    const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: "#336699" } }).png().toBuffer();
    for (const field of ["profile_picture", "file"]) {
      const viewer = await makeViewer();
      const form = new FormData();
      form.set(field, new File([new Uint8Array(png)], "me.png", { type: "image/png" }));
      const answer = await send("POST /api/auth/upload-profile-picture", { as: viewer, body: form });
      expect([answer.status, answer.body]).toEqual([200, { message: expect.any(String), url: expect.stringMatching(/^\/api\/avatars\//), profile_picture_url: answer.body.url }]);
      expect((await send(`GET ${answer.body.url}`, { as: viewer })).headers.get("content-type")).toMatch(/^image\//);
    }
    const viewer = await makeViewer();
    const form = new FormData();
    form.set("file", new File(["%PDF-1.7"], "me.png", { type: "image/png" }));
    expect((await send("POST /api/auth/upload-profile-picture", { as: viewer, body: form })).status).toBeGreaterThanOrEqual(400);
    expect((await send("POST /api/auth/upload-profile-picture", { as: viewer, body: new FormData() })).status).toBe(422);
  });

  conforms("A12", async () => {
    const viewer = await makeViewer([], { roles: ["manager"] });
    const answer = await send("GET /api/auth/protected", { as: viewer });
    expect([answer.status, answer.body]).toEqual([200, { msg: `Welcome, ${viewer.user.email}!`, user_id: viewer.user.id, role: "manager" }]);
  });
});
