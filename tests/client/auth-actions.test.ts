/** What `useAuth()` and the viewers of events do, against the API on a socket. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { askActivityLogs, askAuditLogs } from "@/components/auth/ask-logs";
import { authActions } from "@/components/auth/auth-actions";
import { failedForm } from "@/components/auth/auth-result";
import { createClient } from "@/lib/client/create-client";
import { appCode, makeSecondFactor, wrongCode } from "../factories/make-second-factor";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { makeBrowser } from "./browser";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

const NEW_PASSWORD = "Quiet-Lantern-42-Harbour";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
beforeEach(() => api.forget());
afterAll(() => api.close());

/** A page of somebody new. */
function open() {
  const browser = makeBrowser();
  const client = createClient({ apiBaseUrl: api.url, fetch: browser.fetch, storage: browser.newStorage(), onBackgroundError: () => undefined });
  return { client, actions: authActions(client.auth), state: () => client.auth.store.getSnapshot() };
}

async function signedIn(options: Parameters<typeof makeUser>[0] = {}) {
  const user = await makeUser(options);
  const page = open();
  expect(await page.actions.login(user.email, TEST_PASSWORD)).toMatchObject({ success: true });
  return { ...page, user };
}

const signal = () => new AbortController().signal;

describe("login and signup", () => {
  it("answer with the person", async () => {
    const user = await makeUser();
    const { actions, state } = open();
    expect(await actions.login(user.username, TEST_PASSWORD, { rememberMe: false })).toMatchObject({ success: true, user: { id: user.id } });
    expect(state()).toMatchObject({ isAuthenticated: true, user: { id: user.id } });
    const fresh = open();
    const email = `new-${user.id.slice(-12)}@example.com`;
    expect(await fresh.actions.signup({ email, password: NEW_PASSWORD })).toMatchObject({ success: true, user: { email }, message: expect.any(String) });
    expect(fresh.state()).toMatchObject({ isAuthenticated: true, user: { email } });
  });

  it("answer a refusal with its sentence, code and fields, and do not reject", async () => {
    const user = await makeUser();
    const { actions, state } = open();
    const refused = await actions.login(user.email, "not this one");
    expect(refused).toMatchObject({ success: false, code: "INVALID_CREDENTIALS", error: expect.stringContaining("(401)"), requestId: expect.any(String) });
    expect(await actions.signup({ email: "no address", password: NEW_PASSWORD })).toMatchObject({ success: false, code: "VALIDATION_ERROR", fields: { email: [expect.any(String)] } });
    expect(await actions.signup({ email: user.email, password: NEW_PASSWORD })).toMatchObject({ success: false, code: "EMAIL_TAKEN" });
    expect(state()).toMatchObject({ isAuthenticated: false, user: null });
  });

  it("answer that the second step is due with what it needs, and verifyMfa goes on", async () => {
    const user = await makeUser();
    const { secret } = await makeSecondFactor(user, { email: true });
    const { actions, state } = open();
    const due = await actions.login(user.email, TEST_PASSWORD);
    expect(due).toMatchObject({ success: false, code: "MFA_REQUIRED", mfa: { mfaToken: expect.any(String), methods: ["totp", "email", "recovery_code"], expiresIn: 600 } });
    const token = due.success ? "" : (due.mfa?.mfaToken ?? "");
    expect(await actions.sendMfaCode(token)).toMatchObject({ success: true, message: expect.any(String) });
    expect(await actions.verifyMfa(token, wrongCode(secret))).toMatchObject({ success: false, code: "INVALID_MFA_CODE", fields: { code: [expect.any(String)] } });
    expect(state().isAuthenticated).toBe(false);
    expect(await actions.verifyMfa(token, appCode(secret), { method: "totp" })).toMatchObject({ success: true, user: { id: user.id } });
    expect(state()).toMatchObject({ isAuthenticated: true, user: { id: user.id } });
    expect(await actions.passkeyLogin()).toMatchObject({ success: false, code: "PASSKEY_NOT_GIVEN" });
  });

  it("answer a hook's veto with its sentence, and send nothing", async () => {
    const { client, actions } = open();
    client.auth.hooks.register("beforeLogin", () => {
      throw new Error("Not on Sundays.");
    });
    expect(await actions.login("somebody", TEST_PASSWORD)).toEqual({ success: false, error: "Not on Sundays." });
    expect(api.count("POST /api/auth/login")).toBe(0);
  });
});

describe("one's own account", () => {
  it("updateUser shows the change, and says what is wrong with one", async () => {
    const { actions, state } = await signedIn();
    expect(await actions.updateUser({ first_name: "Grace" })).toMatchObject({ success: true, user: { first_name: "Grace" } });
    expect(state().user?.first_name).toBe("Grace");
    expect(await actions.updateUser({ date_of_birth: "yesterday" })).toMatchObject({ success: false, code: "VALIDATION_ERROR", fields: { date_of_birth: [expect.any(String)] } });
    expect(state().user?.first_name).toBe("Grace");
  });

  it("updatePassword alone rejects", async () => {
    const { actions } = await signedIn();
    await expect(actions.updatePassword("not this one", NEW_PASSWORD)).rejects.toMatchObject({ code: "INVALID_PASSWORD", fields: { current_password: [expect.any(String)] } });
    expect(await actions.updatePassword(TEST_PASSWORD, NEW_PASSWORD)).toBeUndefined();
    expect(await actions.checkAuth()).toBe(true);
  });
});

describe("what is asked of the session", () => {
  it("checkAuth, refreshAccessToken and refreshUser say what is there", async () => {
    const { actions, user } = await signedIn();
    expect([await actions.checkAuth(), await actions.refreshAccessToken(), (await actions.refreshUser())?.id]).toEqual([true, true, user.id]);
    expect(await actions.logout()).toEqual({ success: true });
    expect([await actions.checkAuth(), await actions.refreshAccessToken(), await actions.refreshUser()]).toEqual([false, false, null]);
  });

  it("say no without a network, and nobody is signed out for that", async () => {
    const { actions, state } = await signedIn();
    for (const [call, path] of [["checkAuth", "/api/auth/check-auth"], ["refreshAccessToken", "/api/auth/token/refresh"], ["refreshUser", "/api/auth/user/@me"]] as const) {
      api.fail(path, "page");
      expect(await actions[call](), call).toBe(call === "refreshUser" ? null : false);
    }
    expect(state().isAuthenticated).toBe(true);
  });

  it("checkAuth brings the person where only the session was known", async () => {
    const user = await makeUser();
    const browser = makeBrowser();
    const config = { apiBaseUrl: api.url, fetch: browser.fetch, storage: browser.newStorage() };
    await createClient(config).auth.login(user.email, TEST_PASSWORD);
    const { auth } = createClient(config, { isAuthenticated: true });
    expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: true, user: null });
    expect(await authActions(auth).checkAuth()).toBe(true);
    expect(auth.store.getSnapshot().user?.id).toBe(user.id);
  });

  it("logout signs out here also where the server could not be told, and says that it was not", async () => {
    const { actions, state } = await signedIn();
    api.fail("/api/auth/logout", "page");
    expect(await actions.logout()).toMatchObject({ success: false, code: "INVALID_ANSWER" });
    expect(state()).toMatchObject({ isAuthenticated: false, user: null });
  });
});

describe("events", () => {
  it("are one's own unless all are asked for, which needs the permission", async () => {
    const { client, user } = await signedIn();
    const own = await askAuditLogs(client.audit, { action: "user.login", limit: 3 }, signal());
    expect(own.map(({ action, actor_user_id: actor }) => [action, actor])).toEqual([["user.login", user.id]]);
    expect(await askActivityLogs(client.audit, {}, signal())).toEqual([]);
    const refused = await askAuditLogs(client.audit, { scope: "all" }, signal()).catch(failedForm);
    expect(refused).toMatchObject({ code: "FORBIDDEN", message: "You do not have permission to do this.", requestId: expect.any(String) });
    const auditor = await signedIn({ permissions: ["audit.view"] });
    const all = await askAuditLogs(auditor.client.audit, { scope: "all", action: "user.login", actor_user_id: user.id }, signal());
    expect(all.map(({ actor_user_id: actor }) => actor)).toEqual([user.id]);
  });
});
