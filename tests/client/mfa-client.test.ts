/** The second factor, by the client: at a sign-in, and one's own. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MfaRequiredError } from "@/lib/client/auth-client-error";
import { createClient, type GatehouseClient } from "@/lib/client/create-client";
import type { MfaClient } from "@/lib/client/mfa-client";
import { disableSecondFactor } from "@/lib/features/mfa/operations/disable-second-factor";
import { distrustDevice } from "@/lib/features/mfa/operations/distrust-device";
import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { listTrustedDevices } from "@/lib/features/mfa/operations/list-trusted-devices";
import { renewRecoveryCodes } from "@/lib/features/mfa/operations/renew-recovery-codes";
import { sendSecondFactorCode } from "@/lib/features/mfa/operations/send-second-factor-code";
import { showMfa } from "@/lib/features/mfa/operations/show-mfa";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { appCode, makeSecondFactor, wrongCode } from "../factories/make-second-factor";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { MINUTE, travel } from "../setup/clock";
import { lastMail } from "../setup/mailed";
import { makeBrowser } from "./browser";
import { type Called, expectAnswer } from "./expect-answer";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
afterAll(() => api.close());

async function signedIn() {
  const user = await makeUser();
  const client = createClient({ apiBaseUrl: api.url });
  await client.auth.login(user.email, TEST_PASSWORD);
  return { ...client, user };
}

/** Between the factors. */
async function challenged(factors: { app?: boolean; email?: boolean }, client: GatehouseClient = createClient({ apiBaseUrl: api.url })) {
  const user = await makeUser();
  const { secret, recoveryCodes } = await makeSecondFactor(user, factors);
  const refused: unknown = await client.auth.login(user.email, TEST_PASSWORD).catch((error: unknown) => error);
  if (!(refused instanceof MfaRequiredError)) throw new Error("the second step was not asked for");
  return { ...client, user, refused, secret, recoveryCodes };
}

const codeMailedTo = async (email: string) => (await lastMail(email, /second step/)).code;

async function withApp() {
  const { auth, user } = await signedIn();
  const { secret = null } = await auth.mfa.enable();
  await auth.mfa.confirm(appCode(secret ?? ""));
  return { auth, user, secret: secret ?? "" };
}

/** A browser that is trusted. */
async function trusted() {
  const browser = makeBrowser();
  const { auth, refused, secret } = await challenged({}, createClient({ apiBaseUrl: api.url, fetch: browser.fetch, storage: browser.newStorage() }));
  await auth.verifyMfa(refused.mfaToken, appCode(secret), { trustDevice: true });
  return auth;
}

/** Every public method: one that is added is missing here, and does not compile. */
const calls: Record<keyof MfaClient, () => Promise<Called>> = {
  status: async () => ({ operation: showMfa, answer: await (await signedIn()).auth.mfa.status() }),
  enable: async () => {
    const answer = await (await signedIn()).auth.mfa.enable();
    expect(answer).toMatchObject({ method: "totp", otpauth_url: expect.stringMatching(/^otpauth:/), recovery_codes: { length: 10 } });
    return { operation: enableSecondFactor, answer };
  },
  confirm: async () => {
    const { auth } = await signedIn();
    const { secret } = await auth.mfa.enable();
    const answer = await auth.mfa.confirm(appCode(secret ?? ""));
    expect([answer.user.mfa_enabled, auth.store.getSnapshot().user?.mfa_enabled]).toEqual([true, true]);
    return { operation: verifySecondFactor, answer };
  },
  disable: async () => {
    const { auth, secret } = await withApp();
    const answer = await auth.mfa.disable(appCode(secret, 1));
    expect([auth.store.getSnapshot().user?.mfa_enabled, (await auth.mfa.status()).enabled]).toEqual([false, false]);
    return { operation: disableSecondFactor, answer };
  },
  renewRecoveryCodes: async () => ({ operation: renewRecoveryCodes, answer: await (await withApp()).auth.mfa.renewRecoveryCodes() }),
  sendCode: async () => {
    const { auth, user, refused } = await challenged({ app: false, email: true });
    const answer = await auth.mfa.sendCode(refused.mfaToken);
    await auth.verifyMfa(refused.mfaToken, await codeMailedTo(user.email), { method: "email" });
    return { operation: sendSecondFactorCode, answer };
  },
  listTrustedDevices: async () => {
    const answer = await (await trusted()).mfa.listTrustedDevices();
    expect(answer).toMatchObject({ count: 1, devices: [{ is_current: true }] });
    return { operation: listTrustedDevices, answer };
  },
  removeTrustedDevice: async () => {
    const auth = await trusted();
    const { devices } = await auth.mfa.listTrustedDevices();
    const answer = await auth.mfa.removeTrustedDevice(devices[0]?.id ?? "");
    expect((await auth.mfa.listTrustedDevices()).count).toBe(0);
    return { operation: distrustDevice, answer };
  },
};

describe("MfaClient", () => {
  it.each(Object.entries(calls))("%s answers as its operation declares", async (_name, call) => expectAnswer(await call()));

  it("refuses a code that is not right, and keeps what is on", async () => {
    const { auth, secret } = await withApp();
    await expect(auth.mfa.disable(wrongCode(secret))).rejects.toMatchObject({ code: "INVALID_MFA_CODE", fields: { code: [expect.any(String)] } });
    expect((await auth.mfa.status()).enabled).toBe(true);
  });

  it("confirms and sends for whoever is signed in, also with a token that has run out", async () => {
    const { auth, user } = await signedIn();
    await auth.mfa.enable("email");
    await travel(16 * MINUTE);
    await auth.mfa.sendCode();
    const code = await codeMailedTo(user.email);
    await travel(9 * MINUTE);
    const { refreshToken } = (await auth.session.tokens.read()).tokens ?? { refreshToken: "" };
    await auth.session.tokens.renew({ accessToken: "of.no.use", refreshToken }, await auth.session.tokens.read());
    expect((await auth.mfa.confirm(code)).user.mfa_enabled).toBe(true);
  });
});

describe("a sign-in with two factors", () => {
  it("rejects with an error of its own, which has what the second step needs", async () => {
    const { auth, refused, recoveryCodes, user } = await challenged({ email: true });
    expect(refused).toMatchObject({ name: "MfaRequiredError", code: "MFA_REQUIRED", status: 401, methods: ["totp", "email", "recovery_code"], expiresIn: 600, mfaToken: expect.stringMatching(/^[\w-]{32,}$/) });
    expect(auth.store.getSnapshot().isAuthenticated).toBe(false);
    await expect(auth.verifyMfa(refused.mfaToken, recoveryCodes[0] ?? "", { method: "totp" })).rejects.toMatchObject({ code: "INVALID_MFA_CODE" });
    expect((await auth.verifyMfa(refused.mfaToken, recoveryCodes[0] ?? "", { method: "recovery_code" })).user.id).toBe(user.id);
    expect(await auth.checkAuth()).toBe(true);
    await expect(auth.verifyMfa(refused.mfaToken, recoveryCodes[1] ?? "")).rejects.toMatchObject({ code: "MFA_TOKEN_INVALID" });
  });
});
