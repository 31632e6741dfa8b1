import { describe, expect, it } from "vitest";
import * as route from "@/app/api/auth/token/route";
import { randomToken, sha256 } from "@/lib/crypto";
import { changePassword } from "@/lib/features/account/operations/change-password";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { exchangeAuthorizationCode } from "@/lib/features/auth/operations/exchange-authorization-code";
import { issueAuthorizationCode } from "@/lib/features/auth/operations/issue-authorization-code";
import { mailToken } from "@/tests/factories/mail-token";
import { fromGoogle, makeConnection } from "@/tests/factories/make-connection";
import { makeSession } from "@/tests/factories/make-session";
import { makeUser, type TestUser } from "@/tests/factories/make-user";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { travel } from "@/tests/setup/clock";
import { http } from "@/tests/setup/http";
import { rowsUnchanged, TRAIL_AND_TOKENS } from "@/tests/setup/rows-unchanged";
import { oneRow, sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";

/** What a provider's callback grants an app, once it has connected the person. */
async function grantTo(user: { id: string }): Promise<{ code: string; code_verifier: string }> {
  await makeConnection(user);
  const verifier = randomToken();
  const input = { ...fromGoogle(user), code_challenge: sha256(verifier).toString("base64url"), redirect_uri: "com.example.app:/callback?from=google" };
  const { code } = await callAs(null).output(issueAuthorizationCode, { input });
  return { code, code_verifier: verifier };
}

const exchange = (input: Record<string, unknown>) => callAs(null).run(exchangeAuthorizationCode, { input });
const sessionsOf = ({ id }: TestUser) => sql<{ amr: string[] }>("SELECT amr FROM sessions WHERE user_id = $1", [id]);

describe("auth.issue-authorization-code", () => {
  it("keeps a digest of the code, for a minute, and tells the trail which app got it", async () => {
    const user = await makeUser();
    let code = "";
    const rows = await auditRowsOf(async () => {
      ({ code } = await grantTo(user));
    });
    const client = { provider: "google", client: "com.example.app:" };
    expect(rows).toMatchObject([{ action: "user.authorization_code_issued", actor_id: user.id, target_user_id: user.id, success: true, metadata: client }]);
    const { row, seconds } = await oneRow<{ row: string; seconds: number }>(
      "SELECT t::text AS row, extract(epoch FROM expires_at - created_at)::int AS seconds FROM one_time_tokens t WHERE user_id = $1",
      [user.id],
    );
    expect([row.includes(code), row.includes(sha256(code).toString("hex")), seconds]).toEqual([false, true, 60]);
  });
});

describe("auth.exchange-authorization-code begins the same session as every door", () => {
  it("for an app: tokens in the body, and no cookie", async () => {
    const user = await makeUser();
    const input = await grantTo(user);
    const answer = await http(route, { body: input });
    expect(answer).toMatchObject({ status: 200, body: { success: true, user: { id: user.id }, token_type: "Bearer", expires_in: 900 } });
    expect(answer.cookies).toEqual({});
    expect(answer.body.refresh_token).toMatch(/^\S{40,}$/);
    expect((await callAs({ accessToken: answer.body.access_token as string }).output(checkAuth)).user.id).toBe(user.id);
    expect(await sessionsOf(user)).toEqual([{ amr: ["fed"] }]);
  });

  it("for a page: as TOKEN_DELIVERY says for browsers", async () => {
    const { body, cookies } = await http(route, { body: await grantTo(await makeUser()), browser: true });
    expect([body.access_token, Object.keys(cookies)]).toEqual([undefined, expect.arrayContaining(["access_token", "refresh_token"])]);
    const foreign = await http(route, { body: await grantTo(await makeUser()), headers: { origin: "https://evil.example" } });
    expect(foreign).toMatchObject({ status: 403, body: { code: "CSRF" } });
  });

  it("writes one row", async () => {
    const user = await makeUser();
    const input = await grantTo(user);
    expect(await auditRowsOf(() => exchange(input))).toMatchObject([{ action: "user.login", success: true, actor_id: user.id, target_user_id: user.id, metadata: { provider: "google", amr: ["fed"] } }]);
  });

  it("leaves the codes of a second app alone", async () => {
    const user = await makeUser();
    const [first, second] = [await grantTo(user), await grantTo(user)];
    for (const input of [first, second]) expect((await exchange(input)).error).toBeNull();
    expect(await sessionsOf(user)).toHaveLength(2);
  });

  it("asks for the second factor", async () => {
    const user = await makeUser();
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    const input = await grantTo(user);
    expect((await exchange(input)).error).toMatchObject({ status: 401, code: "MFA_REQUIRED", details: { mfa_token: expect.any(String), expires_in: 600 } });
    expect(await sessionsOf(user)).toEqual([]);
  });

  it("lets nobody in who was banned since, whose address is still to be confirmed, or who is gone", async () => {
    const banned = await makeUser();
    const input = await grantTo(banned);
    await sql("UPDATE users SET banned_at = app_now() WHERE id = $1", [banned.id]);
    const rows = await auditRowsOf(async () => expect((await rowsUnchanged(() => exchange(input), TRAIL_AND_TOKENS)).error).toMatchObject({ status: 403, code: "ACCOUNT_DISABLED" }));
    expect(rows).toMatchObject([{ action: "user.login_failed", error_code: "ACCOUNT_DISABLED", target_user_id: banned.id }]);
    await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      const unverified = await grantTo(await makeUser({ verified: false }));
      expect((await exchange(unverified)).error).toMatchObject({ status: 403, code: "EMAIL_NOT_VERIFIED" });
    });
    const leaver = await makeUser();
    const last = await grantTo(leaver);
    await sql("DELETE FROM users WHERE id = $1", [leaver.id]);
    expect((await exchange(last)).error).toMatchObject({ status: 400, code: "INVALID_GRANT", details: { reason: "unknown" } });
  });
});

describe("codes that sign nobody in", () => {
  it("granted before the owner changed the password", async () => {
    const user = await makeUser();
    const input = await grantTo(user);
    const owner = await makeSession(user);
    await callAs(owner).output(changePassword, { input: { current_password: user.password, new_password: "Quiet-Lantern-42-Harbour" } });
    expect((await exchange(input)).error).toMatchObject({ status: 403, code: "ACCOUNT_DISABLED" });
    expect(await sessionsOf(user)).toHaveLength(1);
    expect((await exchange(await grantTo(user))).error).toBeNull();
  });

  const refused = async (input: Record<string, unknown>, reason: string, userId: string | null) => {
    const rows = await auditRowsOf(async () => {
      const { error, ctx } = await rowsUnchanged(() => exchange(input), TRAIL_AND_TOKENS);
      expect([error?.status, error?.code, error?.details?.reason, ctx.effects.session]).toEqual([400, "INVALID_GRANT", reason, undefined]);
      expect(error?.message).toMatch(/Begin the sign-in again\.$/);
    });
    expect(rows).toMatchObject([{ action: "user.login_failed", success: false, error_code: "INVALID_GRANT", actor_id: null, target_user_id: userId, metadata: { reason } }]);
  };

  it("with another verifier, which uses the code up @asvs V10.4.6", async () => {
    const user = await makeUser();
    const { code, code_verifier } = await grantTo(user);
    await refused({ code, code_verifier: randomToken() }, "verifier", user.id);
    await refused({ code, code_verifier }, "used", user.id);
  });

  it("with the challenge itself, as `plain` would have it", async () => {
    const user = await makeUser();
    const { code, code_verifier } = await grantTo(user);
    await refused({ code, code_verifier: sha256(code_verifier).toString("base64url") }, "verifier", user.id);
  });

  it("used, a minute old, of another purpose, unknown, cut and lengthened @asvs V10.4.2 V10.4.3", async () => {
    const user = await makeUser();
    const used = await grantTo(user);
    expect((await exchange(used)).error).toBeNull();
    await refused(used, "used", user.id);
    const { token: link } = await mailToken({ purpose: "magic_link", userId: user.id, address: user.email, ttlSeconds: 900 });
    await refused({ ...used, code: link }, "foreign", user.id);
    await refused({ ...used, code: randomToken() }, "unknown", null);
    for (const code of [used.code.slice(0, -1), `${used.code}A`, "123456"]) await refused({ ...used, code }, "malformed", null);
    const late = await grantTo(user);
    await travel(61_000);
    await refused(late, "expired", user.id);
  });

  it("signs in once where it comes many times at once", async () => {
    const user = await makeUser();
    const input = await grantTo(user);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => exchange(input)));
    expect(outcomes.filter(({ error }) => error === null)).toHaveLength(1);
    for (const { error } of outcomes) if (error) expect(["used", "busy"]).toContain(error.details?.reason);
    expect(await sessionsOf(user)).toHaveLength(1);
  });

  it("422 for a verifier that is none and a key that is unknown, which use nothing up", async () => {
    const user = await makeUser();
    const input = await grantTo(user);
    for (const wrong of [{ code_verifier: "short" }, { code_verifier: `${"x".repeat(128)}y` }, { code_verifier: `${input.code_verifier} ` }, { code: "" }, { grant_type: "password" }]) {
      expect((await rowsUnchanged(() => exchange({ ...input, ...wrong }), ["rate_limits"])).error).toMatchObject({ status: 422, code: "VALIDATION_ERROR" });
    }
    expect((await exchange(input)).error).toBeNull();
  });
});
