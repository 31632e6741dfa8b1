/** Providers, invitations, leaving, and a new proof of who is there, by the client. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { AccountClient } from "@/lib/client/account-client";
import type { AuthConfig } from "@/lib/client/client-config";
import type { ConnectionClient } from "@/lib/client/connection-client";
import { createAuthClient } from "@/lib/client/create-client";
import type { InvitationClient } from "@/lib/client/invitation-client";
import { randomToken, sha256 } from "@/lib/crypto";
import { exchangeAuthorizationCode } from "@/lib/features/auth/operations/exchange-authorization-code";
import { issueAuthorizationCode } from "@/lib/features/auth/operations/issue-authorization-code";
import { listConnections } from "@/lib/features/connections/operations/list-connections";
import { removeConnection } from "@/lib/features/connections/operations/remove-connection";
import { acceptInvitation } from "@/lib/features/invitations/operations/accept-invitation";
import { showInvitation } from "@/lib/features/invitations/operations/show-invitation";
import { deleteAccount } from "@/lib/features/privacy/operations/delete-account";
import { restoreAccount } from "@/lib/features/privacy/operations/restore-account";
import { sendProofCode } from "@/lib/features/reauthentication/operations/send-proof-code";
import { showProof } from "@/lib/features/reauthentication/operations/show-proof";
import { fromGoogle, makeConnection } from "../factories/make-connection";
import { makeInvitation } from "../factories/make-invitation";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { callAs } from "../setup/call-as";
import { MINUTE, travel } from "../setup/clock";
import { lastMail } from "../setup/mailed";
import { sql } from "../setup/sql";
import { makeBrowser } from "./browser";
import { type Called, expectAnswer } from "./expect-answer";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

const NEW_PASSWORD = "seven harbours before noon";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
afterEach(() => vi.unstubAllGlobals());
afterAll(() => api.close());

const newClient = (config: AuthConfig = {}) => createAuthClient({ apiBaseUrl: api.url, ...config });

async function signedIn(config: AuthConfig = {}) {
  const [user, auth] = [await makeUser(), newClient(config)];
  await auth.login(user.email, TEST_PASSWORD);
  return { user, auth };
}

const inBrowser = (): AuthConfig => {
  const browser = makeBrowser();
  return { fetch: browser.fetch, storage: browser.newStorage() };
};

const connections: Record<keyof ConnectionClient, () => Promise<Called>> = {
  list: async () => {
    const { user, auth } = await signedIn();
    const { id } = await makeConnection(user, { provider: "github" });
    const answer = await auth.connections.list();
    expect(answer.connections).toMatchObject([{ id, provider: "github" }]);
    return { operation: listConnections, answer };
  },
  remove: async () => {
    const { user, auth } = await signedIn();
    return { operation: removeConnection, answer: await auth.connections.remove((await makeConnection(user)).id) };
  },
};

const invitations: Record<keyof InvitationClient, () => Promise<Called>> = {
  show: async () => {
    const { token, email } = await makeInvitation();
    const answer = await newClient().invitations.show(token);
    expect(answer).toMatchObject({ state: "open", next: "create", invitation: { email } });
    return { operation: showInvitation, answer };
  },
  accept: async () => {
    const { token, email, organization } = await makeInvitation();
    const afterSignup = vi.fn();
    const auth = newClient({ hooks: { afterSignup } });
    const answer = await auth.invitations.accept({ token, password: NEW_PASSWORD, first_name: "Ada" });
    expect(answer).toMatchObject({ organization_id: organization.id, user: { email, first_name: "Ada" } });
    expect([auth.store.getSnapshot().user?.email, await auth.checkAuth()]).toEqual([email, true]);
    expect(afterSignup).toHaveBeenCalledOnce();
    return { operation: acceptInvitation, answer };
  },
};

const account: Record<Exclude<keyof AccountClient, "exportData" | "showProof" | "sendProofCode">, () => Promise<Called>> = {
  delete: async () => {
    const { user, auth } = await signedIn();
    const answer = await auth.account.delete(user.username);
    expect([auth.store.getSnapshot(), await auth.getAccessToken()]).toMatchObject([{ isAuthenticated: false, user: null }, null]);
    return { operation: deleteAccount, answer };
  },
  restore: async () => {
    const { user, auth } = await signedIn();
    await auth.account.delete(user.email);
    await auth.login(user.email, TEST_PASSWORD);
    const answer = await auth.account.restore();
    expect((await auth.passkeys.list()).count).toBe(0);
    return { operation: restoreAccount, answer };
  },
};

describe.each([
  ["ConnectionClient", connections],
  ["InvitationClient", invitations],
  ["AccountClient", account],
])("%s", (_client, calls) => {
  it.each(Object.entries<() => Promise<Called>>(calls))("%s answers as its operation declares", async (_name, call) => expectAnswer(await call()));
});

describe("an invitation to somebody who has an account", () => {
  it("asks them to sign in, and is joined in the session that goes on, in cookies and with tokens", async () => {
    for (const config of [{}, inBrowser()]) {
      const [user, afterSignup] = [await makeUser(), vi.fn()];
      const { token, organization } = await makeInvitation({ email: user.email });
      const auth = newClient({ ...config, hooks: { afterSignup } });
      await expect(auth.invitations.accept({ token, password: NEW_PASSWORD })).rejects.toMatchObject({ code: "SIGN_IN_TO_ACCEPT" });
      await auth.login(user.email, TEST_PASSWORD);
      await travel(16 * MINUTE);
      expect((await auth.invitations.show(token)).next).toBe("join");
      expect(await auth.invitations.accept({ token })).toMatchObject({ organization_id: organization.id, user: { id: user.id, tenant_id: organization.id } });
      expect([await auth.checkAuth(), await auth.refreshToken(), auth.store.getSnapshot().user?.tenant_id]).toEqual([true, true, organization.id]);
      expect(afterSignup).not.toHaveBeenCalled();
    }
  });

  it("is not one's own with another account", async () => {
    const { token } = await makeInvitation();
    const { auth, user } = await signedIn();
    await expect(auth.invitations.accept({ token })).rejects.toMatchObject({ code: "OTHER_ACCOUNT" });
    expect(auth.store.getSnapshot().user?.id).toBe(user.id);
  });
});

describe("leaving", () => {
  it("takes along what is kept, as a file", async () => {
    const { user, auth } = await signedIn();
    const file = await auth.account.exportData();
    expect(file.headers.get("content-type")).toContain("application/json");
    expect(JSON.stringify(await file.json())).toContain(user.email);
  });

  it("is refused without one's name, and nobody is signed out", async () => {
    const { auth } = await signedIn();
    await expect(auth.account.delete("somebody else")).rejects.toMatchObject({ code: "VALIDATION_ERROR", fields: { confirm: [expect.any(String)] } });
    expect(await auth.checkAuth()).toBe(true);
    await expect(auth.account.restore()).rejects.toMatchObject({ code: "NOT_LEAVING" });
  });

  it("the last way in stays", async () => {
    const { user, auth } = await signedIn();
    const { id } = await makeConnection(user);
    await sql("UPDATE users SET password_hash = NULL WHERE id = $1", [user.id]);
    await expect(auth.connections.remove(id)).rejects.toMatchObject({ code: "LAST_WAY_IN", status: 409 });
  });
});

describe("a new proof of who is there", () => {
  it("says by what, and mails a code to whoever has nothing else", async () => {
    const { user, auth } = await signedIn();
    await expect(auth.account.sendProofCode()).rejects.toMatchObject({ code: "PROOF_NOT_OFFERED" });
    await sql("UPDATE users SET password_hash = NULL WHERE id = $1", [user.id]);
    await travel(11 * MINUTE);
    const answer = await auth.account.showProof();
    expectAnswer({ operation: showProof, answer });
    expect(answer).toMatchObject({ methods: ["email"], is_recent: false });
    expectAnswer({ operation: sendProofCode, answer: await auth.account.sendProofCode() });
    const { code } = await lastMail(user.email);
    expect(await auth.reauthenticate({ code })).toMatchObject({ method: "email" });
    expect((await auth.account.showProof()).is_recent).toBe(true);
  });
});

describe("providers", () => {
  it("are left for with the way back and custom data; those that are switched on have calls of their own", () => {
    const assign = vi.fn();
    vi.stubGlobal("location", { origin: "https://app.example", assign });
    const auth = newClient({ endpoints: { microsoftLogin: "/in/microsoft" } });
    auth.providerLogin("github", { path: "/reports?year=2026", customData: { plan: "pro & more" } });
    auth.providerLogin("microsoft");
    const back = encodeURIComponent("https://app.example?redirect=%2Freports%3Fyear%3D2026");
    expect(assign.mock.calls.flat()).toEqual([
      `${api.url}/api/auth/login/github?redirect_uri=${back}&plan=pro%20%26%20more`,
      `${api.url}/api/auth/in/microsoft?redirect_uri=${encodeURIComponent("https://app.example")}`,
    ]);
    expect(auth.getOAuthUrl("oidc", "https://app.example/in", { from: "mail" })).toBe(`${api.url}/api/auth/login/oidc?redirect_uri=https%3A%2F%2Fapp.example%2Fin&from=mail`);
    expect(() => auth.googleLogin()).toThrow(expect.objectContaining({ code: "NOT_ENABLED" }));
  });

  it("an app exchanges the code that its sign-in ended in, once", async () => {
    const [user, auth, verifier] = [await makeUser(), newClient(), randomToken()];
    const address = auth.getOAuthUrl("google", "com.example.app:/callback", { state: "of-the-app", code_challenge: sha256(verifier).toString("base64url"), code_challenge_method: "S256" });
    const challenge = new URL(address).searchParams.get("code_challenge") ?? "";
    const input = { ...fromGoogle(user), code_challenge: challenge, redirect_uri: "com.example.app:/callback" };
    await makeConnection(user);
    const { code } = await callAs(null).output(issueAuthorizationCode, { input });
    expectAnswer({ operation: exchangeAuthorizationCode, answer: await auth.exchangeCode(code, verifier) });
    expect([auth.store.getSnapshot().user?.id, await auth.checkAuth()]).toEqual([user.id, true]);
    await expect(newClient().exchangeCode(code, verifier)).rejects.toMatchObject({ code: "INVALID_GRANT" });
  });

  it.each(["redirect_uri", "return_to", "connect"])("custom data that would change the sign-in is none: %s", (name) => {
    expect(() => newClient().getOAuthUrl("google", "https://app.example", { [name]: "true" })).toThrow(TypeError);
  });
});
