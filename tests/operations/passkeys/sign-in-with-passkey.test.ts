import { describe, expect, it } from "vitest";
import * as optionsRoute from "@/app/api/auth/passkeys/sign-in/options/route";
import * as route from "@/app/api/auth/passkeys/sign-in/route";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { beginRegistration } from "@/lib/features/passkeys/operations/begin-registration";
import { beginPasskeySignIn } from "@/lib/features/passkeys/operations/begin-sign-in";
import { signInWithPasskey } from "@/lib/features/passkeys/operations/sign-in-with-passkey";
import type { Assertion } from "@/lib/features/passkeys/schema";
import { makeSession } from "@/tests/factories/make-session";
import { makeUser } from "@/tests/factories/make-user";
import { BROWSER, registerPasskeyOf } from "@/tests/factories/register-passkey";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { rowsUnchanged, TRAIL_AND_TOKENS } from "@/tests/setup/rows-unchanged";
import { oneRow, sql } from "@/tests/setup/sql";
import { type Forged, VirtualAuthenticator } from "@/tests/setup/virtual-authenticator";
import { withEnv } from "@/tests/setup/with-env";

/** Somebody with a passkey, by an authenticator that answers for it. */
async function makeHolder(model: ConstructorParameters<typeof VirtualAuthenticator>[0] = {}, options: Parameters<typeof makeUser>[0] = {}) {
  const user = await makeUser(options);
  const authenticator = new VirtualAuthenticator(model);
  const passkey = await registerPasskeyOf(await makeSession(user), authenticator);
  return { user, authenticator, passkey };
}

const visitor = (deviceCookie: string | null = BROWSER) => callAs(null, { deviceCookie });
const begin = async () => (await visitor().output(beginPasskeySignIn, { input: {} })).options;
const signIn = (assertion: Assertion, browser: string | null = BROWSER) => visitor(browser).run(signInWithPasskey, { input: { assertion } });
const codeOf = async (assertion: Assertion, browser: string | null = BROWSER) => (await signIn(assertion, browser)).error?.code;
const sessionOf = (userId: string) => oneRow<{ amr: string[]; remember_me: boolean }>("SELECT amr, remember_me FROM sessions WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1", [userId]);

describe("passkey.begin-sign-in", () => {
  it("names neither an account nor a passkey, and binds the challenge to the browser", async () => {
    const { body, cookies } = await http(optionsRoute, { body: {}, browser: true });
    expect(body).toMatchObject({ options: { rpId: "localhost", challenge: expect.stringMatching(/^[\w-]{43}$/), timeout: 300_000, userVerification: "preferred" } });
    expect(Object.keys(body.options)).toHaveLength(4);
    expect(cookies.device_id?.line).toContain("HttpOnly");
    const { token_hash: hash } = await oneRow<{ token_hash: Buffer }>("SELECT token_hash FROM one_time_tokens WHERE purpose = 'passkey_challenge' ORDER BY created_at DESC LIMIT 1");
    expect(hash.toString("base64url")).not.toBe(body.options.challenge);
  });

  it("404 where passkeys are off", () =>
    withEnv({ PASSKEYS: "false" }, async () => expect((await visitor().refusal(beginPasskeySignIn, { input: {} })).status).toBe(404)));

  expectRefused(beginPasskeySignIn, { valid: () => ({ input: {} }) });
});

describe("passkey.sign-in", () => {
  it("begins the same session as every door, and counts the use", async () => {
    const { user, authenticator, passkey } = await makeHolder();
    const { body: asked } = await http(optionsRoute, { body: {}, browser: true, cookies: { device_id: BROWSER } });
    const answer = await http(route, { body: { assertion: authenticator.get(asked.options), remember_me: false }, browser: true, cookies: { device_id: BROWSER } });
    expect(answer).toMatchObject({ status: 200, body: { success: true, user: { id: user.id } } });
    expect(answer.body.access_token).toBeUndefined();
    expect(answer.cookies.access_token?.line).toContain("HttpOnly");
    expect(await sessionOf(user.id)).toEqual({ amr: ["swk", "user", "mfa"], remember_me: false });
    expect(await oneRow("SELECT last_used_at IS NOT NULL AS used FROM passkeys WHERE id = $1", [passkey.id])).toEqual({ used: true });
  });

  it("gives tokens to a client that is no browser", async () => {
    const { user, authenticator } = await makeHolder();
    const { ctx, error } = await signIn(authenticator.get(await begin()));
    expect(error).toBeNull();
    const session = ctx.effects.session;
    if (!session || session === "ended") throw new Error("there is no session");
    expect((await callAs(session).output(checkAuth)).user.id).toBe(user.id);
  });

  it("tells by amr how the passkey is kept, and whether its owner was verified", async () => {
    const models = [
      [{ isSynced: false }, ["hwk", "user", "mfa"]],
      [{ isSynced: false, verifiesUser: false }, ["hwk", "user"]],
      [{ verifiesUser: false }, ["swk", "user"]],
    ] as const;
    for (const [model, amr] of models) {
      const { user, authenticator } = await makeHolder(model);
      expect((await signIn(authenticator.get(await begin()))).error).toBeNull();
      expect((await sessionOf(user.id)).amr).toEqual(amr);
    }
  });

  it("counts as both factors where the device verified its owner; else the second one is asked for", async () => {
    const [both, one] = [await makeHolder(), await makeHolder({ verifiesUser: false })];
    for (const { user } of [both, one]) await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    expect((await signIn(both.authenticator.get(await begin()))).error).toBeNull();
    const { error } = await signIn(one.authenticator.get(await begin()));
    expect(error).toMatchObject({ status: 401, code: "MFA_REQUIRED", details: { mfa_token: expect.any(String) } });
  });

  it("without a handle too, as older keys answer", async () => {
    const { authenticator } = await makeHolder();
    expect((await signIn(authenticator.get(await begin(), { userHandle: null }))).error).toBeNull();
  });

  it("gives its place back, so that a busy office is not locked out", async () => {
    const { authenticator } = await makeHolder();
    const ip = "203.0.113.77";
    await withEnv({ RATE_LIMIT_LOGIN: "100/60s", LOGIN_MAX_ATTEMPTS: "2" }, async () => {
      for (let round = 0; round < 4; round += 1) {
        const { error } = await callAs(null, { deviceCookie: BROWSER, ip }).run(signInWithPasskey, { input: { assertion: authenticator.get(await begin()) } });
        expect(error).toBeNull();
      }
      for (const status of [401, 401, 429]) {
        const stranger = new VirtualAuthenticator().get(await begin());
        expect(await callAs(null, { deviceCookie: BROWSER, ip }).refusal(signInWithPasskey, { input: { assertion: stranger } })).toMatchObject({ status });
      }
    });
  });
});

describe("passkey.sign-in is refused", () => {
  const forgeries: Record<string, Forged> = {
    "another origin": { origin: "https://gatehouse.example" },
    "another relying party": { rpId: "gatehouse.example" },
    "an answer to a registration": { type: "webauthn.create" },
    "somebody else's handle": { userHandle: Buffer.from("0198c0de-0000-7000-8000-000000000001").toString("base64url") },
    "nobody present": { isPresent: false },
  };
  it.each(Object.entries(forgeries))("401 for %s, with one row that names whose passkey it was", async (_title, forged) => {
    const { user, authenticator } = await makeHolder();
    const assertion = authenticator.get(await begin(), forged);
    const rows = await auditRowsOf(async () => {
      const { error, ctx } = await rowsUnchanged(() => signIn(assertion), TRAIL_AND_TOKENS);
      expect([error?.status, error?.code, ctx.effects.session]).toEqual([401, "PASSKEY_REFUSED", undefined]);
    });
    expect(rows).toMatchObject([{ action: "user.login_failed", success: false, error_code: "PASSKEY_REFUSED", actor_id: null, target_user_id: user.id, metadata: { provider: "passkey" } }]);
  });

  it("401 for a signature that was cut short, is over other data or by another key", async () => {
    const [{ authenticator }, other] = [await makeHolder(), new VirtualAuthenticator()];
    const whole = authenticator.get(await begin());
    const cut = { ...whole, response: { ...whole.response, signature: whole.response.signature.slice(0, -8) } };
    expect(await codeOf(cut)).toBe("PASSKEY_REFUSED");
    const [first, second] = [authenticator.get(await begin()), authenticator.get(await begin())];
    expect(await codeOf({ ...first, response: { ...first.response, signature: second.response.signature } })).toBe("PASSKEY_REFUSED");
    const options = await begin();
    const { signature } = other.get(options).response;
    const own = authenticator.get(options);
    expect(await codeOf({ ...own, response: { ...own.response, signature } })).toBe("PASSKEY_REFUSED");
  });

  it("401 for a passkey that nobody has, one that was removed and one of somebody deleted", async () => {
    expect(await codeOf(new VirtualAuthenticator().get(await begin()))).toBe("PASSKEY_UNKNOWN");
    const removed = await makeHolder();
    await sql("DELETE FROM passkeys WHERE id = $1", [removed.passkey.id]);
    expect(await codeOf(removed.authenticator.get(await begin()))).toBe("PASSKEY_UNKNOWN");
    const deleted = await makeHolder();
    await sql("UPDATE users SET deleted_at = app_now() WHERE id = $1", [deleted.user.id]);
    expect(await codeOf(deleted.authenticator.get(await begin()))).toBe("PASSKEY_UNKNOWN");
  });

  it("for a challenge that is used, expired, never issued, another browser's or a registration's", async () => {
    const { user, authenticator } = await makeHolder();
    const used = authenticator.get(await begin());
    expect((await signIn(used)).error).toBeNull();
    expect(await codeOf(used)).toBe("CHALLENGE_EXPIRED");
    expect(await codeOf(authenticator.get({ ...(await begin()), challenge: "x".repeat(43) }))).toBe("CHALLENGE_EXPIRED");
    expect(await codeOf(authenticator.get(await begin()), "another browser")).toBe("CHALLENGE_EXPIRED");
    expect(await codeOf(authenticator.get(await begin()), null)).toBe("CHALLENGE_EXPIRED");
    const { options } = await callAs(await makeSession(user), { deviceCookie: BROWSER }).output(beginRegistration, { input: {} });
    expect(await codeOf(authenticator.get({ ...(await begin()), challenge: options.challenge }))).toBe("CHALLENGE_EXPIRED");
    const garbage = authenticator.get(await begin());
    expect(await codeOf({ ...garbage, response: { ...garbage.response, clientDataJSON: "bm90IGpzb24" } })).toBe("CHALLENGE_EXPIRED");
    const late = authenticator.get(await begin());
    await travel(5 * MINUTE + 1000);
    expect(await codeOf(late)).toBe("CHALLENGE_EXPIRED");
  });

  it("a refused answer has used its challenge up", async () => {
    const { authenticator } = await makeHolder();
    const options = await begin();
    expect(await codeOf(authenticator.get(options, { origin: "https://gatehouse.example" }))).toBe("PASSKEY_REFUSED");
    expect(await codeOf(authenticator.get(options))).toBe("CHALLENGE_EXPIRED");
  });

  it("of the same answer sent sixteen times at once one signs in", async () => {
    const { user, authenticator } = await makeHolder();
    const assertion = authenticator.get(await begin());
    const before = (await sql("SELECT 1 FROM sessions WHERE user_id = $1", [user.id])).length;
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => signIn(assertion)));
    expect(outcomes.filter(({ error }) => error === null)).toHaveLength(1);
    expect(await sql("SELECT 1 FROM sessions WHERE user_id = $1", [user.id])).toHaveLength(before + 1);
  });

  it("where the counter goes back or stands still: there are two of this passkey", async () => {
    const { user, authenticator, passkey } = await makeHolder({ counts: true, isSynced: false });
    expect((await signIn(authenticator.get(await begin(), { counter: 7 }))).error).toBeNull();
    for (const counter of [7, 6, 0]) {
      const assertion = authenticator.get(await begin(), { counter });
      const rows = await auditRowsOf(async () => expect(await codeOf(assertion)).toBe("PASSKEY_REFUSED"));
      expect(rows).toMatchObject([
        { action: "passkey.clone_suspected", success: false, target_user_id: user.id, resource_id: passkey.id },
        { action: "user.login_failed", success: false, target_user_id: user.id },
      ]);
    }
    expect((await signIn(authenticator.get(await begin(), { counter: 8 }))).error).toBeNull();
  });

  it("403 for somebody banned or deactivated, as at every door", async () => {
    const states = ["banned_at = app_now()", "is_active = false"];
    for (const state of states) {
      const { user, authenticator } = await makeHolder();
      await sql(`UPDATE users SET ${state} WHERE id = $1`, [user.id]);
      const rows = await auditRowsOf(async () => expect((await signIn(authenticator.get(await begin()))).error).toMatchObject({ status: 403, code: "ACCOUNT_DISABLED" }));
      expect(rows).toMatchObject([{ action: "user.login_failed", error_code: "ACCOUNT_DISABLED", target_user_id: user.id }]);
    }
  });

  it("403 with an address that has to be confirmed", async () => {
    const { authenticator } = await makeHolder({}, { verified: false });
    await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => expect(await codeOf(authenticator.get(await begin()))).toBe("EMAIL_NOT_VERIFIED"));
  });

  it("404 where passkeys are off", async () => {
    const { authenticator } = await makeHolder();
    const assertion = authenticator.get(await begin());
    await withEnv({ PASSKEYS: "false" }, async () => expect(await codeOf(assertion)).toBe("NOT_FOUND"));
  });

  it("writes one row for a success, and one for an answer to no challenge", async () => {
    const { user, authenticator } = await makeHolder();
    const assertion = authenticator.get(await begin());
    expect(await auditRowsOf(async () => expect(await codeOf(assertion)).toBeUndefined())).toMatchObject([
      { action: "user.login", success: true, actor_id: user.id, target_user_id: user.id, metadata: { provider: "passkey", amr: ["swk", "user", "mfa"] } },
    ]);
    expect(await auditRowsOf(async () => codeOf(assertion))).toMatchObject([{ action: "user.login_failed", error_code: "CHALLENGE_EXPIRED", target_user_id: null }]);
  });

  const shaped = { id: "AAAA", rawId: "AAAA", type: "public-key" as const, response: { clientDataJSON: "AAAA", authenticatorData: "AAAA", signature: "AAAA" } };
  expectRefused(signInWithPasskey, {
    valid: () => ({ input: { assertion: shaped } }),
    invalid: {
      "no base64url": { assertion: { ...shaped, id: "not base64url!" } },
      "an over-long signature": { assertion: { ...shaped, response: { ...shaped.response, signature: "A".repeat(1025) } } },
      "no signature": { assertion: { ...shaped, response: { ...shaped.response, signature: undefined } } },
    },
  });
});
