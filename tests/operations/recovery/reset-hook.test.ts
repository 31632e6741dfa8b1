import { afterEach, describe, expect, it, vi } from "vitest";
import { requestPasswordReset } from "@/lib/features/recovery/operations/request-password-reset";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { type DeliveryEvents, type Hooks, HOOK_NAMES } from "@/lib/hooks/hooks";
import { refuse } from "@/lib/hooks/refuse";
import { deliverOutbox } from "@/lib/outbox/deliver-outbox";
import { mailToken } from "../../factories/mail-token";
import { makeUser } from "../../factories/make-user";
import { callAs } from "../../setup/call-as";

const hooks = vi.hoisted(() => ({}) as Hooks);
vi.mock("@/gatehouse.config", () => ({ default: { hooks, userFields: {} } }));

afterEach(() => {
  for (const name of HOOK_NAMES) delete hooks[name];
});

const NEW = "nine lanterns over the harbour";

describe("sendPasswordResetEmail delivers in our stead", () => {
  it("with what a product's own mail needs, to those who have an account", async () => {
    const told: DeliveryEvents["sendPasswordResetEmail"][] = [];
    hooks.sendPasswordResetEmail = (event) => void told.push(event);
    const user = await makeUser();
    for (const email of [user.email, "nobody-at-all@example.org"]) await callAs(null).output(requestPasswordReset, { input: { email, redirect_url: "/account" } });
    await deliverOutbox();
    const { id, email, username } = user;
    const token: unknown = expect.stringMatching(/^[\w-]{43}$/);
    expect(told).toEqual([{ user: { id, email, username }, token, code: expect.stringMatching(/^\d{6}$/), url: expect.stringContaining("/reset-password?token="), redirectUrl: "/account", reason: "asked", idempotencyKey: expect.stringMatching(/^password-reset:/) }]);
    expect((await callAs(null).run(resetPassword, { input: { token: told[0]?.token, new_password: NEW } })).error).toBeNull();
  });
});

describe("beforePasswordChange", () => {
  it("refuses a reset as it refuses a change, after which the link still works", async () => {
    const user = await makeUser();
    const { token } = await mailToken({ purpose: "password_reset", userId: user.id, address: user.email, ttlSeconds: 3600 });
    hooks.beforePasswordChange = () => refuse("Not on a Sunday.");
    expect(await callAs(null).refusal(resetPassword, { input: { token, new_password: NEW } })).toMatchObject({ code: "HOOK_REFUSED", message: "Not on a Sunday." });
    delete hooks.beforePasswordChange;
    expect((await callAs(null).run(resetPassword, { input: { token, new_password: NEW } })).error).toBeNull();
  });
});
