// First, because it prepares what every module of Next looks for when it is loaded.
import { postForm as post } from "../setup/post-form";
import { describe, expect, it } from "vitest";
import { mailToken } from "../factories/mail-token";
import { makeUser, type TestUser } from "../factories/make-user";
import { sql } from "../setup/sql";

const byMail = async () => (await import("@/app/(auth)/magic-link/actions")).signInByMail;
const byLink = async () => (await import("@/app/(auth)/magic-link/actions")).signInByLink;
const linkFor = (user: TestUser) => mailToken({ purpose: "magic_link", userId: user.id, address: user.email, ttlSeconds: 900, withCode: true });

describe("the form that mails a link", () => {
  it("asks for the address, then for the code, and keeps the address on the way", async () => {
    const user = await makeUser();
    const first = await post(byMail, { email: ` ${user.email} `, return_to: "/account" });
    expect(first.state).toMatchObject({ ok: true, sent: { email: user.email, message: expect.stringContaining("If an account exists") } });
    const { code } = await linkFor(user);
    const wrong = await post(byMail, { email: user.email, code: "12345", return_to: "/account" });
    expect(wrong.state).toMatchObject({ ok: false, sent: { email: user.email }, fields: { code: [expect.any(String)] } });
    const right = await post(byMail, { email: user.email, code, return_to: "/account" });
    expect(right.location).toBe("/account");
    expect(right.cookies.refresh_token).not.toContain("Max-Age");
    expect(right.cookies.last_provider).toContain("last_provider=magic_link");
  });

  it("says what is wrong with an address, in its field", async () => {
    const { state } = await post(byMail, { email: "nobody" });
    expect(state).toMatchObject({ ok: false, values: { email: "nobody" }, fields: { email: [expect.any(String)] } });
    expect(state).not.toHaveProperty("sent");
  });
});

describe("the page behind the link", () => {
  it("signs in by its button, and stays where the box is ticked", async () => {
    const user = await makeUser();
    const { token } = await linkFor(user);
    const { location, cookies } = await post(byLink, { token, remember_me: "true", return_to: "//evil.example" });
    expect(location).toBe("/dashboard");
    expect(cookies.refresh_token).toContain("Max-Age");
    expect((await post(byLink, { token })).state).toMatchObject({ ok: false, code: "INVALID_TOKEN", message: expect.stringContaining("has been used") });
  });

  it("leads to the second step where one is due", async () => {
    const user = await makeUser();
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    const { token } = await linkFor(user);
    const { location, cookies } = await post(byLink, { token, return_to: "/account" });
    expect(location).toBe("/mfa?return_to=%2Faccount");
    expect(cookies.mfa_token).toContain("HttpOnly");
    expect(cookies.refresh_token).toBeUndefined();
  });
});
