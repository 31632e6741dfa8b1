import { decodeJwt } from "jose";
import { beforeEach, describe, expect, vi } from "vitest";
import { defineConfig } from "@/lib/hooks/define-config";
import { HOOK_NAMES, type Hooks } from "@/lib/hooks/hooks";
import { refuse } from "@/lib/hooks/refuse";
import { deliverOutbox } from "@/lib/outbox/deliver-outbox";
import { makeApp } from "../factories/make-app";
import { makeRole } from "../factories/make-role";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { conforms } from "./conforms";
import { ERROR } from "./shapes";
import { send, type Sent } from "./wire";

const hooks = vi.hoisted(() => ({}) as Hooks);
vi.mock("@/gatehouse.config", () => ({ default: { hooks, userFields: {} } }));

let viewer: TestViewer;
beforeEach(async () => {
  for (const name of HOOK_NAMES) delete hooks[name];
  viewer = await makeViewer();
});

let made = 0;
const newcomer = () => ({ email: `hooks-${++made}@example.com`, password: TEST_PASSWORD });
const NEW_PASSWORD = { current_password: TEST_PASSWORD, new_password: "a wholly different sentence" };
type Name = keyof Hooks;

/** The request is refused with the hook's sentence and status. */
async function refuses<N extends Name>(name: N, line: string, request: Sent, event: object): Promise<void> {
  const told = vi.fn((given: unknown): void => (expect(given).toEqual(event), refuse("Not today.", { status: 409 })));
  Object.assign(hooks, { [name]: told });
  const answer = await send(line, request);
  expect([told.mock.calls.length, answer.status, answer.body]).toEqual([1, 409, { ...ERROR, error: "Not today.", code: "HOOK_REFUSED" }]);
}

/** The request succeeds although the hook throws. */
async function tells<N extends Name>(name: N, line: string, request: Sent, event: object): Promise<void> {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const told = vi.fn((_event: unknown): void => {
    throw new Error("its own fault");
  });
  Object.assign(hooks, { [name]: told });
  expect((await send(line, request)).status).toBeLessThan(300);
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
  expect(told.mock.calls[0]?.[0]).toEqual(event);
  vi.restoreAllMocks();
}

const aUser = (id: unknown, email: unknown) => ({ user: expect.objectContaining({ id, email, roles: expect.any(Array) }) });

describe("accounts", () => {
  conforms("4.2-before_signup", async () => {
    const body = newcomer();
    await refuses("beforeSignup", "POST /api/auth/register", { body }, { ...body, username: null, firstName: null, lastName: null, fields: {} });
    delete hooks.beforeSignup;
    expect((await send("POST /api/auth/register", { body })).status).toBe(201);
  });

  conforms("4.2-after_signup", async () => {
    const body = newcomer();
    await tells("afterSignup", "POST /api/auth/register", { body }, aUser(expect.any(String), body.email));
  });

  conforms("4.2-before_login", () => refuses("beforeLogin", "POST /api/auth/login", { body: { email: viewer.user.email, password: TEST_PASSWORD } }, { identifier: viewer.user.email }));

  conforms("4.2-after_login", () => tells("afterLogin", "POST /api/auth/login", { body: { email: viewer.user.email, password: TEST_PASSWORD } }, { ...aUser(viewer.user.id, viewer.user.email), sessionId: expect.any(String), provider: "local" }));

  conforms("4.2-before_user_update", () => refuses("beforeUserUpdate", "PUT /api/auth/user/@me", { as: viewer, body: { bio: "new" } }, { userId: viewer.user.id, actorId: viewer.user.id, changes: { bio: "new" } }));

  conforms("4.2-after_user_update", () => tells("afterUserUpdate", "POST /api/auth/update_user", { as: viewer, body: { bio: "new" } }, { ...aUser(viewer.user.id, viewer.user.email), actorId: viewer.user.id }));

  conforms("4.2-before_password_change", () => refuses("beforePasswordChange", "POST /api/auth/password/update", { as: viewer, body: NEW_PASSWORD }, { userId: viewer.user.id, newPassword: NEW_PASSWORD.new_password }));

  conforms("4.2-after_password_change", () => tells("afterPasswordChange", "POST /api/auth/password/update", { as: viewer, body: NEW_PASSWORD }, { userId: viewer.user.id }));
});

describe("sessions", () => {
  const own = () => ({ userId: viewer.user.id, sessionId: viewer.sessionId });

  conforms("4.2-before_logout", async () => {
    await refuses("beforeLogout", "POST /api/auth/logout", { as: viewer }, own());
    expect((await send("GET /api/auth/check-auth", { as: viewer })).status).toBe(200);
  });

  conforms("4.2-after_logout", () => tells("afterLogout", "POST /api/auth/logout", { as: viewer }, own()));

  conforms("4.2-before_token_refresh", () => refuses("beforeTokenRefresh", "POST /api/auth/token/refresh", { body: { refresh_token: viewer.refreshToken } }, own()));

  conforms("4.2-after_token_refresh", () => tells("afterTokenRefresh", "POST /api/auth/token/refresh", { body: { refresh_token: viewer.refreshToken } }, own()));

  conforms("4.2-custom_access_token", async () => {
    hooks.customAccessToken = ({ userId }) => ({ crm_id: `crm-${userId}` });
    const renew = async (token: string) => (await send("POST /api/auth/token/refresh", { body: { refresh_token: token } })).body;
    const renewed = await renew(viewer.refreshToken);
    expect(decodeJwt(renewed.access_token)).toMatchObject({ sub: viewer.user.id, crm_id: `crm-${viewer.user.id}` });
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    hooks.customAccessToken = () => ({ sub: "somebody else", crm_id: "7" });
    const claims = decodeJwt((await renew(renewed.refresh_token)).access_token);
    vi.restoreAllMocks();
    expect([claims.sub, claims.crm_id]).toEqual([viewer.user.id, undefined]);
  });
});

describe("roles", () => {
  const giving = async () => {
    const [admin, person, role] = [await makeViewer([], { roles: ["admin"], reach: "platform" }), await makeUser(), await makeRole([])];
    return { line: `PUT /api/rbac/users/${person.id}/role`, request: { as: admin, body: { role_id: role.id } }, event: { userId: person.id, roleId: role.id, actorId: admin.user.id }, person, admin };
  };

  conforms("4.2-before_role_assign", async () => {
    const { line, request, event, person, admin } = await giving();
    await refuses("beforeRoleAssign", line, request, { ...event, organizationId: undefined });
    expect((await send(`GET /api/rbac/users/${person.id}/role`, { as: admin })).body.role).toBeNull();
  });

  conforms("4.2-after_role_assign", async () => {
    const { line, request, event, person } = await giving();
    await tells("afterRoleAssign", line, request, { ...event, organizationId: person.organizationId });
  });
});

describe("delivery and registration", () => {
  conforms("4.2-send_welcome_email", async () => {
    const told = vi.fn();
    hooks.sendWelcomeEmail = told;
    const { user } = (await send("POST /api/auth/register", { body: newcomer() })).body;
    await deliverOutbox();
    expect(told.mock.calls).toEqual([[{ user: { id: user.id, email: user.email, username: user.username }, idempotencyKey: `welcome:${user.id}` }]]);
  });

  conforms("4.2-unknown", () => {
    expect(() => defineConfig({ hooks: { beforeBreakfast: () => undefined } as Hooks })).toThrow("there is no hook beforeBreakfast");
  });

  conforms("4.2-order", async () => {
    const calls: number[] = [];
    hooks.beforeLogin = [() => void calls.push(1), async () => void calls.push(2), () => void calls.push(3)];
    await send("POST /api/auth/login", { body: { email: viewer.user.email, password: TEST_PASSWORD } });
    expect(calls).toEqual([1, 2, 3]);
  });
});

/** The way of an account from its beginning to its end. @returns the names of the hooks that were called on it */
async function whatFires(admin: TestViewer): Promise<string[]> {
  const fired = new Set<string>();
  for (const name of HOOK_NAMES) Object.assign(hooks, { [name]: () => (fired.add(name), null) });
  const { email, password } = newcomer();
  const login = () => send("POST /api/auth/login", { body: { email, password } });
  const { body: made } = await send("POST /api/auth/register", { body: { email, password } });
  const { id } = made.user as { id: string };
  const { body: { access_token: accessToken, refresh_token } } = await login();
  const as = { accessToken: String(accessToken) };
  await send("POST /api/auth/token/refresh", { body: { refresh_token } });
  await send("PUT /api/auth/user/@me", { as, body: { first_name: "Ada" } });
  await send(`PUT /api/rbac/users/${id}/role`, { as: admin, body: { role_id: (await makeRole([])).id } });
  const app = await makeApp({ id });
  const { body: challenged } = await login();
  const { mfa_token } = challenged.details as { mfa_token: string };
  await send("POST /api/auth/mfa/verify", { body: { mfa_token, code: app.code() } });
  await send("POST /api/auth/password/update", { as, body: { ...NEW_PASSWORD, current_password: password } });
  await send("POST /api/auth/request-password-reset", { body: { email } });
  await send("POST /api/auth/logout", { as, body: {} });
  await deliverOutbox();
  await vi.waitFor(() => expect(fired.size).toBe(HOOK_NAMES.length)).catch(() => undefined);
  return [...fired].sort();
}

conforms("9.1-21", async () => {
  const admin = await makeViewer([], { roles: ["admin"], reach: "platform" });
  const [person, role] = [await makeUser(), await makeRole([])];
  hooks.beforeRoleAssign = () => refuse("Not this one.");
  expect((await send(`PUT /api/rbac/users/${person.id}/role`, { as: admin, body: { role_id: role.id } })).body).toMatchObject({ error: "Not this one.", code: "HOOK_REFUSED" });
  expect(await whatFires(admin)).toEqual([...HOOK_NAMES].sort());
});
