/** The second step of a sign-in, by the client. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AuthClientError } from "@/lib/client/auth-client-error";
import { createClient } from "@/lib/client/create-client";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { appCode, makeSecondFactor, wrongCode } from "../factories/make-second-factor";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { expectAnswer } from "./expect-answer";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
afterAll(() => api.close());

describe("a sign-in with two factors", () => {
  it("rejects with the token of the first step, and goes on with a code", async () => {
    const { auth } = createClient({ apiBaseUrl: api.url });
    const user = await makeUser();
    const { secret } = await makeSecondFactor(user);
    const refused: unknown = await auth.login(user.email, TEST_PASSWORD).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AuthClientError);
    expect(refused).toMatchObject({ code: "MFA_REQUIRED", status: 401, details: { methods: ["totp", "recovery_code"] } });
    expect(auth.store.getSnapshot().isAuthenticated).toBe(false);
    const token = String((refused as AuthClientError).details.mfa_token);
    await expect(auth.verifyMfa(token, wrongCode(secret))).rejects.toMatchObject({ code: "INVALID_MFA_CODE", status: 400, fields: { code: [expect.any(String)] } });
    expectAnswer({ operation: verifySecondFactor, answer: await auth.verifyMfa(token, appCode(secret)) });
    expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: true, user: { id: user.id } });
    expect(await auth.checkAuth()).toBe(true);
  });
});
