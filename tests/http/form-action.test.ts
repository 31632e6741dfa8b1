// First, because it prepares what every module of Next looks for when it is loaded.
import { postForm as post, type Sent } from "../setup/post-form";
import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { endOtherSessions } from "@/lib/features/sessions/operations/end-other-sessions";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { callAs } from "../setup/call-as";
import { HOUR, travel } from "../setup/clock";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { oneRow } from "../setup/sql";
import { withEnv } from "../setup/with-env";

const signIn = async () => (await import("@/app/(auth)/actions")).signIn;
const endOthers = async () => (await import("@/lib/http/action")).action(endOtherSessions, { message: "done" });
const cookiesOf = (viewer: TestViewer) => ({ access_token: viewer.accessToken, refresh_token: viewer.refreshToken });

describe("the sign-in form", () => {
  it("signs in by cookies in every delivery mode, and goes where it should", async () => {
    for (const mode of ["cookies_only", "body_only", "dual"]) {
      await withEnv({ TOKEN_DELIVERY: mode }, async () => {
        const user = await makeUser();
        const answer = await post(signIn, { identifier: user.email, password: user.password, return_to: "/account?x=1" });
        expect([answer.status, answer.location]).toEqual([307, "/account?x=1"]);
        for (const name of ["access_token", "refresh_token"]) expect(answer.cookies[name]).toMatch(/Path=\/; HttpOnly; SameSite=lax/i);
        expect(answer.cookies.refresh_token).not.toContain("Max-Age");
      });
    }
  });

  it("ends the session that the browser had, also one whose access token has expired @asvs V7.2.4", async () => {
    for (const wait of [0, HOUR]) {
      const viewer = await makeViewer();
      await travel(wait);
      const { email: identifier, password } = viewer.user;
      const answer = await post(signIn, { identifier, password }, { cookies: cookiesOf(viewer) });
      expect(answer.status).toBe(307);
      const { ended, open } = await oneRow<{ ended: string; open: number }>(
        "SELECT (SELECT revoke_reason FROM sessions WHERE id = $1) AS ended, (SELECT count(*)::int FROM sessions WHERE user_id = $2 AND revoked_at IS NULL) AS open",
        [viewer.sessionId, viewer.user.id],
      );
      expect([ended, open]).toEqual(["signed_in_again", 1]);
    }
  });

  it("remembers when the box is ticked, and never leads to another site @asvs V3.7.2", async () => {
    const user = await makeUser();
    const answer = await post(signIn, { identifier: user.email, password: user.password, remember_me: "on", return_to: "https://evil.example" });
    expect(answer.cookies.refresh_token).toContain("Max-Age=25");
    expect(answer.location).toBe("/dashboard");
  });

  it("leads a browser that has sent no cookie by the sign-in page, which tells whether it keeps any", async () => {
    const user = await makeUser();
    const fields = { identifier: user.email, password: user.password, return_to: "/account?x=1" };
    const answer = await post(signIn, fields, { cookies: null });
    expect([answer.status, answer.location]).toEqual([307, `/login?notice=cookies&return_to=${encodeURIComponent("/account?x=1")}`]);
    expect(Object.keys(answer.cookies)).toEqual(expect.arrayContaining(["access_token", "refresh_token"]));
    expect((await post(signIn, { ...fields, password: "not the one" }, { cookies: null })).state).toMatchObject({ code: "INVALID_CREDENTIALS" });
    await withEnv({ REDIRECT_ALLOW_LIST: "https://shop.example.com" }, async () =>
      expect((await post(signIn, { ...fields, return_to: "https://shop.example.com/in" }, { cookies: null })).location).toBe("https://shop.example.com/in"));
  });

  it("shows the one sentence, what was typed, and never the password", async () => {
    const user = await makeUser();
    const answer = await post(signIn, { identifier: user.email, password: "canary-password-91" });
    expect(answer.state).toMatchObject({ ok: false, code: "INVALID_CREDENTIALS", values: { identifier: user.email } });
    expect(JSON.stringify(answer.state)).not.toContain("canary-password-91");
    expect(answer.cookies).toEqual({});
  });

  it("is refused from another site's page, or with nothing said and our cookies @asvs V3.5.1", async () => {
    const viewer = await makeViewer();
    const fields = { identifier: viewer.user.email, password: viewer.user.password };
    for (const sent of [{ headers: { origin: "https://evil.example" } }, { headers: { origin: "null" } }, { headers: {}, cookies: { access_token: viewer.accessToken } }]) {
      const answer = await rowsUnchanged(() => post(signIn, fields, sent as Sent), []);
      expect(answer.state).toMatchObject({ ok: false, code: "CSRF" });
      expect(answer.cookies).toEqual({});
    }
  });
});

describe("a form left open until the access token has expired", () => {
  it("still submits, with the session rotated in the same request", async () => {
    const viewer = await makeViewer();
    await makeSession(viewer.user);
    await travel(HOUR);
    const answer = await post(endOthers, {}, { cookies: cookiesOf(viewer) });
    expect(answer.state).toMatchObject({ ok: true, message: "done" });
    const renewed = /^access_token=([^;]+)/.exec(answer.cookies.access_token ?? "")?.[1] ?? "";
    expect((await callAs({ accessToken: renewed }).output(checkAuth)).user.id).toBe(viewer.user.id);
    const { live } = await oneRow<{ live: number }>("SELECT count(*)::int AS live FROM sessions WHERE user_id = $1 AND revoked_at IS NULL", [viewer.user.id]);
    expect(live).toBe(1);
  });

  it("sent by another site's page changes nothing, not even the tokens @asvs V3.5.1", async () => {
    const viewer = await makeViewer();
    await makeSession(viewer.user);
    await travel(HOUR);
    const answer = await rowsUnchanged(() => post(endOthers, {}, { cookies: cookiesOf(viewer), headers: { origin: "https://evil.example" } }), []);
    expect(answer.state.code).toBe("CSRF");
    expect(answer.cookies).toEqual({});
  });

  it("of nobody, or of a session that ended, says so", async () => {
    expect((await post(endOthers, {})).state).toMatchObject({ ok: false, code: "UNAUTHORIZED" });
    expect((await post(endOthers, {}, { cookies: { refresh_token: "gone" } })).state).toMatchObject({ ok: false, code: "UNAUTHORIZED" });
  });
});

describe("a refused form", () => {
  it("gives back what was typed, but no secret", async () => {
    const viewer = await makeViewer([]);
    const saveProfile = async () => (await import("@/app/(app)/account/actions")).saveProfile;
    const fields = { first_name: "Ada", zip_code: "8001", phone_number: "none" };
    const { state } = await post(saveProfile, fields, { cookies: cookiesOf(viewer) });
    expect(state.fields).toHaveProperty("phone_number");
    expect(state.values).toEqual(fields);

    const refused = await post(signIn, { identifier: "nobody", password: "a-secret-that-stays" });
    expect(refused.state.values).toEqual({ identifier: "nobody" });
  });
});
