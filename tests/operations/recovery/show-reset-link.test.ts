import { describe, expect, it } from "vitest";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { showResetLink } from "@/lib/features/recovery/operations/show-reset-link";
import { mailToken } from "../../factories/mail-token";
import { makeUser } from "../../factories/make-user";
import { callAs } from "../../setup/call-as";
import { rowsUnchanged } from "../../setup/rows-unchanged";

const show = (token: string) => rowsUnchanged(() => callAs(null).output(showResetLink, { params: { token } }), []);

describe("auth.show-reset-link", () => {
  it("says that a link works, however often a mail scanner opens it, and never whose it is", async () => {
    const user = await makeUser();
    const { token } = await mailToken({ purpose: "password_reset", userId: user.id, address: user.email, ttlSeconds: 3600 });
    for (let time = 1; time <= 3; time += 1) expect(await show(token)).toEqual({ is_valid: true, reason: null, message: null });
    expect((await callAs(null).run(resetPassword, { input: { token, new_password: "nine lanterns over the harbour" } })).error).toBeNull();
    expect(await show(token)).toEqual({ is_valid: false, reason: "used", message: expect.stringContaining("has been used") });
  });

  it.each([["not whole", "abc", "malformed"], ["longer than any", "x".repeat(12_000), "malformed"], ["nobody's", "B".repeat(43), "unknown"]])("says why one that is %s does not", async (_title, token, reason) => {
    expect(await show(token)).toMatchObject({ is_valid: false, reason });
  });

  it("404 for none at all", async () => {
    expect((await callAs(null).refusal(showResetLink, { params: { token: " " } })).status).toBe(404);
  });
});
