/** What needs a recent proof: the code reaches the app, and a call that was refused for it goes on once the proof is given. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { AuthConfig } from "@/lib/client/client-config";
import { createClient } from "@/lib/client/create-client";
import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { makeUser, TEST_PASSWORD, type TestUser } from "../factories/make-user";
import { MINUTE, travel } from "../setup/clock";
import { expectAnswer } from "./expect-answer";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
beforeEach(() => api.forget());
afterAll(() => api.close());

const newClient = (config: AuthConfig = {}) => createClient({ apiBaseUrl: api.url, ...config });

/** An administrator's client, signed in eleven minutes ago. */
async function longAgo(config: AuthConfig = {}) {
  const client = newClient(config);
  const user = await makeUser({ roles: ["admin"], reach: "platform" });
  await client.auth.login(user.email, TEST_PASSWORD);
  await travel(11 * MINUTE);
  api.forget();
  return { ...client, user };
}

const path = (user: TestUser) => `/api/admin/users/${user.id}`;
const DUE = { code: "REAUTH_REQUIRED", status: 403, details: { methods: ["password"], max_age_seconds: 600 } };

describe("a call that needs a recent proof", () => {
  it("rejects with a code of its own, and goes through once it is given", async () => {
    const { auth } = await longAgo();
    const target = await makeUser();
    await expect(auth.request({ method: "DELETE", path: path(target) })).rejects.toMatchObject(DUE);
    expectAnswer({ operation: reauthenticate, answer: await auth.reauthenticate({ password: TEST_PASSWORD }) });
    await expect(auth.request({ method: "DELETE", path: path(target) })).resolves.toMatchObject({ hard_delete: false });
  });

  it("asks the app, once for calls that are refused together, and sends each again", async () => {
    const ask = vi.fn(async (): Promise<boolean> => {
      // Both have been refused by then, however slow one of them is.
      await vi.waitFor(() => expect(api.seen.filter(({ method }) => method === "DELETE").map(({ status }) => status)).toEqual([403, 403]));
      await auth.reauthenticate({ password: TEST_PASSWORD });
      return true;
    });
    const { auth } = await longAgo({ onReauthenticationRequired: ask });
    const targets = [await makeUser(), await makeUser()];
    const done = await Promise.all(targets.map((target) => auth.request({ method: "DELETE", path: path(target) })));
    expect(done).toMatchObject([{ hard_delete: false }, { hard_delete: false }]);
    expect(ask.mock.calls).toEqual([[{ methods: ["password"], maxAgeSeconds: 600 }]]);
    for (const target of targets) expect(api.count(`DELETE ${path(target)}`)).toBe(2);
  });

  it("stays refused where the app says no, and is not sent again", async () => {
    const { auth } = await longAgo({ onReauthenticationRequired: async () => false });
    const target = await makeUser();
    await expect(auth.request({ method: "DELETE", path: path(target) })).rejects.toMatchObject(DUE);
    expect(api.count(`DELETE ${path(target)}`)).toBe(1);
  });

  it("is not done in the name of somebody who signed in while it was asked", async () => {
    const another = await makeUser({ roles: ["admin"], reach: "platform" });
    const { auth } = await longAgo({
      onReauthenticationRequired: async () => {
        await auth.login(another.email, TEST_PASSWORD);
        return true;
      },
    });
    const target = await makeUser();
    await expect(auth.request({ method: "DELETE", path: path(target) })).rejects.toMatchObject(DUE);
    expect(api.count(`DELETE ${path(target)}`)).toBe(1);
  });

  it("tells a wrong password from a session that is over", async () => {
    const { auth } = await longAgo();
    await expect(auth.reauthenticate({ password: "not it" })).rejects.toMatchObject({ code: "PROOF_REFUSED", status: 422, fields: { password: ["This is not your password."] } });
    expect(await auth.checkAuth()).toBe(true);
  });
});
