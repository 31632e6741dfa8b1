/** Every hook fires with what it is promised; a refusal ends the request with nothing written; an after-hook's fault costs nobody anything. */
import { decodeJwt } from "jose";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Hooks, HOOK_NAMES } from "@/lib/hooks/hooks";
import { refuse } from "@/lib/hooks/refuse";
import { changePassword } from "@/lib/features/account/operations/change-password";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { login } from "@/lib/features/auth/operations/login";
import { logout } from "@/lib/features/auth/operations/logout";
import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { registerAccount } from "@/lib/features/auth/operations/register";
import { deliverOutbox } from "@/lib/outbox/deliver-outbox";
import { makeUser, TEST_PASSWORD } from "../../factories/make-user";
import { signedUp } from "../../factories/signed-up";
import { makeViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const hooks = vi.hoisted(() => ({}) as Hooks);
vi.mock("@/gatehouse.config", () => ({ default: { hooks, userFields: {} } }));

beforeEach(() => {
  for (const name of HOOK_NAMES) delete hooks[name];
});

const NEW_PASSWORD = "a wholly different sentence";
let made = 0;
const newcomer = () => ({ email: `hooked-${++made}@example.com`, password: TEST_PASSWORD });
const veto = () => refuse("Not on a Sunday.", { status: 423 });
const refused = { status: 423, code: "HOOK_REFUSED", message: "Not on a Sunday." };
const logged = () => vi.spyOn(process.stderr, "write").mockReturnValue(true);

describe("before-hooks are told, and refuse with a sentence and a status; nothing is written", () => {
  it("beforeSignup", async () => {
    const input = { ...newcomer(), username: `hooked-name-${made}`, full_name: "Grace Hopper" };
    hooks.beforeSignup = vi.fn(veto);
    expect(await rowsUnchanged(() => callAs(null, { ip: "198.51.100.7" }).refusal(registerAccount, { input }))).toMatchObject(refused);
    const { email, username, password } = input;
    expect(hooks.beforeSignup).toHaveBeenCalledWith({ email, username, firstName: "Grace", lastName: "Hopper", password, fields: {} }, expect.objectContaining({ ipAddress: "198.51.100.7" }));
  });

  it("beforeLogin, for known and unknown alike, without a place lost", async () => {
    const user = await makeUser();
    hooks.beforeLogin = vi.fn(veto);
    for (const identifier of [user.email, "nobody@example.com"]) {
      expect(await rowsUnchanged(() => callAs(null).refusal(login, { input: { identifier, password: "wrong" } }))).toMatchObject(refused);
      expect(hooks.beforeLogin).toHaveBeenLastCalledWith({ identifier }, expect.anything());
    }
    expect(await sql("SELECT 1 FROM rate_limits WHERE key LIKE $1 AND points > 0", [`%${user.id}%`])).toEqual([]);
  });

  it("beforeLogout: the session lives on, with its cookies", async () => {
    const viewer = await makeViewer();
    hooks.beforeLogout = vi.fn(veto);
    const { error, ctx } = await callAs(viewer).run(logout);
    expect(error).toMatchObject(refused);
    expect(ctx.effects.session).toBeUndefined();
    expect(hooks.beforeLogout).toHaveBeenCalledWith({ userId: viewer.user.id, sessionId: viewer.sessionId }, expect.anything());
    await callAs(viewer).output(checkAuth);
  });

  it("beforeTokenRefresh: the token stays as it was", async () => {
    const viewer = await makeViewer();
    hooks.beforeTokenRefresh = vi.fn(veto);
    const raw = { input: { refresh_token: viewer.refreshToken } };
    expect(await rowsUnchanged(() => callAs(null).refusal(refreshToken, raw))).toMatchObject(refused);
    delete hooks.beforeTokenRefresh;
    await callAs(null).output(refreshToken, raw);
  });

  it("beforePasswordChange, once the current one is proven", async () => {
    const viewer = await makeViewer();
    hooks.beforePasswordChange = vi.fn(veto);
    const change = (current: string) => callAs(viewer).refusal(changePassword, { input: { current_password: current, new_password: NEW_PASSWORD } });
    expect(await change("wrong")).toMatchObject({ code: "INVALID_PASSWORD" });
    expect(hooks.beforePasswordChange).not.toHaveBeenCalled();
    expect(await rowsUnchanged(() => change(TEST_PASSWORD))).toMatchObject(refused);
    expect(hooks.beforePasswordChange).toHaveBeenCalledWith({ userId: viewer.user.id, newPassword: NEW_PASSWORD }, expect.anything());
  });

  it("beforeUserUpdate, with what was sent", async () => {
    const viewer = await makeViewer();
    hooks.beforeUserUpdate = vi.fn(veto);
    expect(await rowsUnchanged(() => callAs(viewer).refusal(updateProfile, { input: { bio: "new" } }))).toMatchObject(refused);
    expect(hooks.beforeUserUpdate).toHaveBeenCalledWith({ userId: viewer.user.id, actorId: viewer.user.id, changes: { bio: "new" } }, expect.anything());
  });

  it("in their order, and the first refusal is the last call", async () => {
    const calls: string[] = [];
    hooks.beforeLogin = [() => calls.push("first"), async () => veto(), () => calls.push("third")];
    await callAs(null).refusal(login, { input: { identifier: "a", password: "b" } });
    expect(calls).toEqual(["first"]);
  });

  it("what they throw otherwise is a bug, and nobody comes in by it", async () => {
    const user = await makeUser();
    hooks.beforeLogin = () => {
      throw new Error("a bug");
    };
    await expect(callAs(null).run(login, { input: { identifier: user.email, password: user.password } })).rejects.toThrow("a bug");
    expect(await sql("SELECT 1 FROM sessions WHERE user_id = $1", [user.id])).toEqual([]);
  });

  it("503 for one that does not answer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    logged();
    hooks.beforeLogin = () => {
      void vi.advanceTimersByTimeAsync(5000);
      return new Promise(() => undefined);
    };
    expect(await callAs(null).refusal(login, { input: { identifier: "a", password: "b" } })).toMatchObject({ status: 503 });
    vi.useRealTimers();
  });

  it.each([200, 302, 401, 500, 4.5])("never with status %s", (status) => {
    expect(() => refuse("no", { status })).toThrow("a status from 400 to 499");
  });
});

describe("after-hooks are told once it is committed", () => {
  it("afterSignup, afterLogin, afterTokenRefresh, afterUserUpdate, afterPasswordChange, afterLogout", async () => {
    const told: [string, unknown][] = [];
    const names = ["afterSignup", "afterLogin", "afterTokenRefresh", "afterUserUpdate", "afterPasswordChange", "afterLogout"] as const;
    for (const name of names) hooks[name] = (event: unknown) => void told.push([name, event]);
    const input = newcomer();
    const { user } = await signedUp(input);
    const { ctx } = await callAs(null).run(login, { input: { identifier: input.email, password: input.password } });
    const session = ctx.effects.session;
    if (!session || session === "ended") throw new Error("no session");
    const { sessionId } = session;
    await callAs(null).output(refreshToken, { input: { refresh_token: session.refreshToken } });
    await callAs(session).output(updateProfile, { input: { bio: "told" } });
    await callAs(session).output(changePassword, { input: { current_password: TEST_PASSWORD, new_password: NEW_PASSWORD } });
    await callAs(session).output(logout);
    await vi.waitFor(() => expect(told).toHaveLength(names.length));
    const userId = user.id;
    expect(told).toEqual([
      ["afterSignup", { user: expect.objectContaining({ id: userId, email: input.email, roles: ["user"] }) }],
      ["afterLogin", { user: expect.objectContaining({ id: userId }), sessionId, provider: "local" }],
      ["afterTokenRefresh", { userId, sessionId }],
      ["afterUserUpdate", { user: expect.objectContaining({ id: userId, bio: "told" }), actorId: userId }],
      ["afterPasswordChange", { userId }],
      ["afterLogout", { userId, sessionId }],
    ]);
  });

  it("and neither delay nor fail the answer; the next one runs all the same", async () => {
    const written = logged();
    const second = vi.fn();
    let release = (): void => undefined;
    hooks.afterLogin = [() => new Promise<void>((resolve) => (release = resolve)), () => { throw new Error("mail is down"); }, second];
    const user = await makeUser();
    expect((await callAs(null).output(login, { input: { identifier: user.email, password: user.password } })).success).toBe(true);
    expect(second).not.toHaveBeenCalled();
    await vi.waitFor(() => {
      release();
      expect(second).toHaveBeenCalled();
    });
    expect(written.mock.calls.map(([line]) => String(line)).join("")).toMatch(/hook\.failed.*afterLogin.*mail is down/);
  });

  it("but not of what was refused", async () => {
    const told = vi.fn<() => void>();
    hooks.afterLogin = told;
    await callAs(null).refusal(login, { input: { identifier: (await makeUser()).email, password: "wrong" } });
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).not.toHaveBeenCalled();
  });
});

describe("customAccessToken", () => {
  const claimsOf = async () => {
    const user = await makeUser({ roles: ["manager"] });
    const { ctx } = await callAs(null).run(login, { input: { identifier: user.email, password: user.password } });
    const session = ctx.effects.session;
    if (!session || session === "ended") throw new Error("no session");
    await callAs(session).output(checkAuth);
    return { user, session, claims: decodeJwt(session.accessToken) };
  };

  it("adds claims, of several hooks the sum, at sign-in and at refresh", async () => {
    hooks.customAccessToken = [({ userId, roles }) => ({ plan: "pro", who: userId, of: roles }), async () => null, () => ({ plan: "free" })];
    const { user, session, claims } = await claimsOf();
    expect(claims).toMatchObject({ plan: "free", who: user.id, of: ["manager"], sub: user.id });
    const { ctx } = await callAs(null).run(refreshToken, { input: { refresh_token: session.refreshToken } });
    expect(decodeJwt((ctx.effects.session as typeof session).accessToken)).toMatchObject({ plan: "free" });
  });

  it.each<[string, Hooks["customAccessToken"]]>([
    ["names that are ours", () => ({ sub: "somebody-else", perms: ["*"], plan: "pro" })],
    ["more than a kilobyte", () => ({ plan: "x".repeat(1100) })],
    ["what is thrown", () => { throw new Error("no plan"); }],
  ])("adds nothing for %s, and says so in the log", async (_title, hook) => {
    const written = logged();
    hooks.customAccessToken = hook;
    const { user, claims } = await claimsOf();
    expect(claims).toMatchObject({ sub: user.id });
    expect(claims).not.toHaveProperty("plan");
    expect(claims.perms).not.toEqual(["*"]);
    expect(written.mock.calls.map(([line]) => String(line)).join("")).toContain("hook.failed");
  });
});

describe("sendWelcomeEmail delivers in our stead", () => {
  it("from the outbox, again after a failure, and our own mail is not sent", async () => {
    logged();
    const events: unknown[] = [];
    hooks.sendWelcomeEmail = (event) => {
      events.push(event);
      if (events.length === 1) throw new Error("service is down");
    };
    const { user } = await signedUp(newcomer());
    const key = `welcome:${user.id}`;
    await deliverOutbox();
    expect(await oneRow("SELECT kind, status FROM outbox_messages WHERE idempotency_key = $1", [key])).toEqual({ kind: "hook", status: "pending" });
    await sql("UPDATE outbox_messages SET next_attempt_at = app_now() - interval '1 s' WHERE idempotency_key = $1", [key]);
    await deliverOutbox();
    expect(await oneRow("SELECT status, payload FROM outbox_messages WHERE idempotency_key = $1", [key])).toEqual({ status: "sent", payload: {} });
    const event = { user: { id: user.id, email: user.email, username: user.username }, idempotencyKey: key };
    expect(events).toEqual([event, event]);
  });
});
