// First, because it prepares what every module of Next looks for when it is loaded.
import { postForm, type Sent } from "../setup/post-form";
import { describe, expect, it } from "vitest";
import * as actions from "@/app/(auth)/recovery-actions";
import { mailToken } from "../factories/mail-token";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { sql } from "../setup/sql";
import { signIn as signInWith } from "../operations/recovery/resets";

const NEW = "nine lanterns over the harbour";
const post = (name: keyof typeof actions, fields: Record<string, string>, sent?: Sent) => postForm(async () => actions[name], fields, sent);
const linkFor = ({ id, email }: { id: string; email: string }) => mailToken({ purpose: "password_reset", userId: id, address: email, ttlSeconds: 3600, withCode: true });

describe("the form that asks for a mail", () => {
  it("says the same to everybody, and keeps the address for the form that follows", async () => {
    const { email } = await makeUser();
    const answers = [];
    for (const address of [email, "nobody-at-all@example.org"]) answers.push(await post("requestResetAction", { email: address, return_to: "/account" }));
    const [known, unknown] = answers.map(({ status, location, state: { requestId: _, values, ...state } }) => ({ status, location, state, address: values?.email }));
    expect(known).toEqual({ status: 200, location: null, state: { ok: true, message: expect.stringContaining("If an account exists") }, address: email });
    expect({ ...unknown, address: email }).toEqual(known);
    expect(await sql("SELECT payload FROM one_time_tokens WHERE address = $1", [email])).toEqual([{ payload: { redirect_url: "/account" } }]);
  });

  it("says what is wrong with an address", async () => {
    expect((await post("requestResetAction", { email: "nobody@" })).state).toMatchObject({ ok: false, fields: { email: [expect.any(String)] }, values: { email: "nobody@" } });
  });
});

describe("the form that changes the password", () => {
  it("leads to the sign-in page, and from there to where the request wanted to go; signs nobody in", async () => {
    const user = await makeUser();
    const { token, id } = await linkFor(user);
    await sql(`UPDATE one_time_tokens SET payload = '{"redirect_url":"/account?tab=1"}' WHERE id = $1`, [id]);
    const answer = await post("resetAction", { token, new_password: NEW });
    expect([answer.status, answer.location, answer.cookies]).toEqual([307, `/login?notice=reset&return_to=${encodeURIComponent("/account?tab=1")}`, {}]);
    expect(await signInWith(user, NEW)).toBe("in");
  });

  it("works with the code, and echoes neither code, token nor password", async () => {
    const user = await makeUser();
    const { code } = await linkFor(user);
    const wrong = code === "000000" ? "000001" : "000000";
    const refused = await post("resetAction", { email: user.email, code: wrong, new_password: NEW });
    expect(refused.state).toMatchObject({ ok: false, code: "INVALID_TOKEN", message: expect.stringContaining("do not go together") });
    expect(refused.state.values).toEqual({ email: user.email });
    expect((await post("resetAction", { email: user.email, code, new_password: NEW })).location).toBe("/login?notice=reset");
  });

  it("says beside each field what is missing", async () => {
    expect((await post("resetAction", { email: "", code: "", new_password: NEW })).state.fields).toMatchObject({ email: [expect.any(String)], code: ["Type the six digits of the mail."] });
    const { token } = await linkFor(await makeUser());
    expect((await post("resetAction", { token, new_password: "short" })).state).toMatchObject({ fields: { new_password: ["Use at least 8 characters."] }, values: {} });
  });

  it("leaves whoever else is signed in at this browser where they are", async () => {
    const viewer = await makeViewer();
    const { token } = await linkFor(await makeUser());
    const answer = await post("resetAction", { token, new_password: NEW }, { cookies: { access_token: viewer.accessToken, refresh_token: viewer.refreshToken } });
    expect([answer.location, answer.cookies]).toEqual(["/login?notice=reset", {}]);
  });

  it("is refused from a page of another site", async () => {
    const user = await makeUser();
    const { token } = await linkFor(user);
    expect((await post("resetAction", { token, new_password: NEW }, { headers: { origin: "https://evil.example" } })).state.code).toBe("CSRF");
    expect((await post("resetAction", { token, new_password: NEW }, { headers: { origin: "null" } })).state.code).toBe("CSRF");
    expect(await signInWith(user, user.password)).toBe("in");
  });
});

describe("the form that reports a sign-in", () => {
  it("leads to a page that says what was done, where a reload does nothing again", async () => {
    const viewer = await makeViewer();
    const payload = { session_id: viewer.sessionId, device_hash: null, device: "Chrome on Windows", place: null, at: "2026-11-21T08:38:20.000Z" };
    const { token } = await mailToken({ purpose: "sign_in_report", userId: viewer.user.id, address: viewer.user.email, ttlSeconds: 3600, payload });
    expect((await post("reportSignInAction", { token })).location).toBe("/not-me?done=1");
    expect(await sql("SELECT revoke_reason FROM sessions WHERE id = $1", [viewer.sessionId])).toEqual([{ revoke_reason: "not_me" }]);
    expect((await post("reportSignInAction", { token })).state).toMatchObject({ code: "INVALID_TOKEN", message: expect.stringContaining("has been used") });
  });
});
