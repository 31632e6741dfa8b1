import { beforeAll, afterAll, describe, expect, it, vi } from "vitest";
import config from "@/gatehouse.config";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { login } from "@/lib/features/auth/operations/login";
import { registerAccount } from "@/lib/features/auth/operations/register";
import { listOwnSessions } from "@/lib/features/sessions/operations/list-own-sessions";
import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { newId } from "@/lib/ids";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { http } from "../../setup/http";
import { lastMail, waitingFor } from "../../setup/mailed";
import { rowsUnchanged, TRAIL } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";
import { whileHeld } from "../../setup/while-held";

const route = await import("@/app/api/auth/register/route");
const loginRoute = await import("@/app/api/auth/login/route");

const PASSWORD = "seven harbours before noon";
const fresh = () => `new-${newId().replaceAll("-", "").slice(-12)}@example.com`;
const register = (body: Record<string, unknown>) => http(route, { body: { password: PASSWORD, ...body }, browser: true });

beforeAll(() => vi.stubEnv("REQUIRE_EMAIL_VERIFICATION", "true"));
afterAll(() => vi.unstubAllEnvs());

describe("registration where addresses have to be confirmed", () => {
  it("202 and a mail: no session, no cookie, no token; the link then lets them in", async () => {
    const email = fresh();
    const answer = await register({ email, first_name: "Ada" });
    expect(answer).toMatchObject({ status: 202, cookies: {} });
    expect(answer.body).toEqual({ success: true, message: expect.any(String), msg: expect.any(String), verification_required: true });
    const { id } = await oneRow<{ id: string }>("SELECT id FROM users WHERE email = $1 AND email_verified_at IS NULL AND last_login_at IS NULL", [email]);
    expect(await sql("SELECT 1 FROM sessions WHERE user_id = $1", [id])).toEqual([]);
    expect((await waitingFor(email)).map(({ subject }) => subject)).toEqual(["Confirm your e-mail address"]);

    const refused = await http(loginRoute, { body: { email, password: PASSWORD } });
    expect(refused).toMatchObject({ status: 403, body: { code: "EMAIL_NOT_VERIFIED", details: { is_verified: false } } });
    expect((await http(loginRoute, { body: { email, password: "not this one" } })).body.code).toBe("INVALID_CREDENTIALS");

    const { token } = await lastMail(email, /Confirm/);
    await callAs(null).output(confirmEmail, { input: { token, password: PASSWORD } });
    expect((await http(loginRoute, { body: { email, password: PASSWORD } })).status).toBe(200);
    expect((await waitingFor(email)).map(({ subject }) => subject)).toContain("Welcome to your new account");
  });

  it("a known address: the same answer, nothing changed, and its owner told", async () => {
    for (const owner of [await makeUser(), await makeUser({ verified: false })]) {
      const known = await rowsUnchanged(() => register({ email: owner.email.toUpperCase() }), [...TRAIL, "outbox_messages"]);
      const unknown = await register({ email: fresh() });
      expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
      expect([...known.headers.keys()].sort()).toEqual([...unknown.headers.keys()].sort());
      expect(await waitingFor(owner.email)).toMatchObject([{ subject: "Somebody tried to sign up with your address" }]);
    }
  });

  it("says that a username is taken before it looks at the address", async () => {
    const [owner, other] = [await makeUser(), await makeUser()];
    for (const email of [owner.email, fresh()]) {
      const answer = await rowsUnchanged(() => register({ email, username: other.username }));
      expect(answer).toMatchObject({ status: 400, body: { code: "USERNAME_TAKEN" } });
    }
    expect(await waitingFor(owner.email)).toEqual([]);
  });

  it("of many with one address at once, one account is made, and all answers are alike", async () => {
    const email = fresh();
    const answers = await Promise.all(Array.from({ length: 8 }, () => register({ email })));
    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
    expect(await sql("SELECT 1 FROM users WHERE email = $1", [email])).toHaveLength(1);
    const subjects = (await waitingFor(email)).map(({ subject }) => subject).sort();
    expect(subjects).toEqual(["Confirm your e-mail address", ...Array<string>(7).fill("Somebody tried to sign up with your address")]);
  });

  it("says so too where the username is taken meanwhile, and writes to nobody of an account that there is not", async () => {
    const [other, email, username] = [await makeUser(), fresh(), `wanted-${newId().slice(-12)}`];
    const answer = await whileHeld({ first: ["UPDATE users SET username = $2 WHERE id = $1", [other.id, username]] }, () => register({ email, username }));
    expect(answer).toMatchObject({ status: 400, body: { code: "USERNAME_TAKEN" } });
    expect(await waitingFor(email)).toEqual([]);
  });

  it("takes no longer for one than for the other, and never less than the floor", async () => {
    const owner = await makeUser();
    for (const email of [owner.email, fresh()]) {
      const begun = performance.now();
      await callAs(null).output(registerAccount, { input: { email, password: PASSWORD } });
      expect(performance.now() - begun).toBeGreaterThan(60);
    }
  });

  it("user.signup in the trail: made, or refused for an address that is somebody's", async () => {
    const owner = await makeUser();
    expect(await auditRowsOf(() => register({ email: fresh() }))).toMatchObject([{ action: "user.signup", success: true, session_id: null }]);
    expect(await auditRowsOf(() => register({ email: owner.email }))).toMatchObject([{ action: "user.signup", success: false, error_code: "EMAIL_TAKEN", actor_id: null, identifier: owner.email }]);
  });

  it("tells the hook of an account that was made, and of no other", async () => {
    const told = vi.fn();
    config.hooks.afterSignup = told;
    const [email, owner] = [fresh(), await makeUser()];
    await register({ email: owner.email });
    await register({ email });
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
    expect(told.mock.calls[0]?.[0]).toMatchObject({ user: { email, is_verified: false } });
    delete config.hooks.afterSignup;
  });
});

describe("a session from before", () => {
  it("of somebody unconfirmed does nothing but what leads out; a confirmed one goes on", async () => {
    const [unproved, proved] = [await makeViewer([], { verified: false }), await makeViewer()];
    expect((await callAs(unproved).run(listOwnSessions)).error).toMatchObject({ status: 403, code: "EMAIL_NOT_VERIFIED", details: { is_verified: false } });
    expect((await callAs(unproved).run(showAccount)).error).toBeNull();
    expect((await callAs(proved).run(listOwnSessions)).error).toBeNull();
  });

  it("lets nobody in by a sign-in either, and the row says why", async () => {
    const user = await makeUser({ verified: false });
    const rows = await auditRowsOf(() => callAs(null).run(login, { input: { email: user.email, password: user.password } }));
    expect(rows).toMatchObject([{ action: "user.login_failed", target_user_id: user.id, error_code: "EMAIL_NOT_VERIFIED" }]);
  });
});
