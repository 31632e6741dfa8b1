import { describe, expect, it } from "vitest";
import { showMagicLink } from "@/lib/features/magic-link/operations/show-magic-link";
import { verifyMagicLink } from "@/lib/features/magic-link/operations/verify-magic-link";
import { mailToken } from "@/tests/factories/mail-token";
import { makeUser, type TestUser } from "@/tests/factories/make-user";
import { callAs } from "@/tests/setup/call-as";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { withEnv } from "@/tests/setup/with-env";

const linkFor = (user: TestUser, purpose: "magic_link" | "password_reset" = "magic_link", payload?: Record<string, unknown>) =>
  mailToken({ purpose, userId: user.id, address: user.email, ttlSeconds: 900, withCode: true, payload });
const verify = (input: Record<string, unknown>, options: Parameters<typeof callAs>[1] = {}) => callAs(null, options).run(verifyMagicLink, { input });

describe("auth.show-magic-link", () => {
  it("says whom a link signs in and where to, and uses nothing up, however often it is opened", async () => {
    const user = await makeUser();
    const { token } = await linkFor(user, "magic_link", { return_to: "/account" });
    for (let time = 0; time < 3; time += 1) {
      const state = await rowsUnchanged(() => callAs(null).output(showMagicLink, { params: { token } }));
      expect(state).toEqual({ is_valid: true, reason: null, message: null, email: user.email, return_to: "/account" });
    }
    expect((await verify({ token })).error).toBeNull();
    expect(await callAs(null).output(showMagicLink, { params: { token } })).toMatchObject({ is_valid: false, reason: "used", email: null, return_to: null });
  });

  it("404 where it is off", async () => {
    const { token } = await linkFor(await makeUser());
    await withEnv({ MAGIC_LINK: "false" }, async () => expect((await callAs(null).refusal(showMagicLink, { params: { token } })).status).toBe(404));
  });
});
