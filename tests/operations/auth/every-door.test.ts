/** Whatever proves who somebody is, what follows is the same: one table of doors, each asked everything that a door has to ask. */
import { describe, expect, it } from "vitest";
import { randomToken, sha256 } from "@/lib/crypto";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { enterByProvider } from "@/lib/features/auth/operations/enter-by-provider";
import { exchangeAuthorizationCode } from "@/lib/features/auth/operations/exchange-authorization-code";
import { issueAuthorizationCode } from "@/lib/features/auth/operations/issue-authorization-code";
import { login } from "@/lib/features/auth/operations/login";
import { registerAccount } from "@/lib/features/auth/operations/register";
import { acceptInvitation } from "@/lib/features/invitations/operations/accept-invitation";
import { verifyMagicLink } from "@/lib/features/magic-link/operations/verify-magic-link";
import { listTrustedDevices } from "@/lib/features/mfa/operations/list-trusted-devices";
import { beginPasskeySignIn } from "@/lib/features/passkeys/operations/begin-sign-in";
import { signInWithPasskey } from "@/lib/features/passkeys/operations/sign-in-with-passkey";
import { newId } from "@/lib/ids";
import type { RequestContext } from "@/lib/session/request-context";
import { mailToken } from "../../factories/mail-token";
import { fromGoogle, makeConnection } from "../../factories/make-connection";
import { makeInvitation, newAddress } from "../../factories/make-invitation";
import { appCode, makeSecondFactor } from "../../factories/make-second-factor";
import { makeSession } from "../../factories/make-session";
import { makeUser, type TestUser } from "../../factories/make-user";
import { BROWSER, registerPasskeyOf } from "../../factories/register-passkey";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs, type Outcome } from "../../setup/call-as";
import { oneRow, sql } from "../../setup/sql";
import { FIREFOX } from "../../setup/test-context";
import { VirtualAuthenticator } from "../../setup/virtual-authenticator";
import { withEnv } from "../../setup/with-env";
import { secondStep } from "../mfa/second-step";

type Opening = () => Promise<Outcome<{ user: { id: string } }>>;

interface Door {
  name: string;
  /** As audit rows name it. */
  provider: string;
  amr: string[];
  /** What opens it proves the address as well. */
  provesAddress?: boolean;
  /** Made while nothing is in its way yet. */
  keyOf: (user: TestUser) => Promise<Opening>;
}

const visitor = () => callAs(null, { deviceCookie: BROWSER });
const mailed = ({ id, email }: TestUser) => mailToken({ purpose: "magic_link", userId: id, address: email, ttlSeconds: 900, withCode: true });

const doors: Door[] = [
  {
    name: "a password",
    provider: "local",
    amr: ["pwd"],
    keyOf: async ({ email, password }) => () => visitor().run(login, { input: { email, password } }),
  },
  {
    name: "a provider",
    provider: "google",
    amr: ["fed"],
    async keyOf(user) {
      await makeConnection(user);
      return () => visitor().run(enterByProvider, { input: fromGoogle(user) });
    },
  },
  {
    name: "a provider, for an app",
    provider: "google",
    amr: ["fed"],
    async keyOf(user) {
      await makeConnection(user);
      const verifier = randomToken();
      const grant = { ...fromGoogle(user), code_challenge: sha256(verifier).toString("base64url"), redirect_uri: "com.example.app:/callback" };
      const { code } = await callAs(null).output(issueAuthorizationCode, { input: grant });
      return () => visitor().run(exchangeAuthorizationCode, { input: { code, code_verifier: verifier } });
    },
  },
  {
    name: "a mailed link",
    provider: "magic_link",
    amr: ["email"],
    provesAddress: true,
    async keyOf(user) {
      const { token } = await mailed(user);
      return () => visitor().run(verifyMagicLink, { input: { token } });
    },
  },
  {
    name: "a mailed code",
    provider: "magic_link",
    amr: ["email"],
    provesAddress: true,
    async keyOf(user) {
      const { code } = await mailed(user);
      return () => visitor().run(verifyMagicLink, { input: { email: user.email, code } });
    },
  },
  {
    name: "a passkey that was touched",
    provider: "passkey",
    amr: ["swk", "user"],
    async keyOf(user) {
      const authenticator = new VirtualAuthenticator({ verifiesUser: false });
      await registerPasskeyOf(await makeSession(user), authenticator);
      await sql("DELETE FROM sessions WHERE user_id = $1", [user.id]);
      return async () => {
        const { options } = await visitor().output(beginPasskeySignIn, { input: {} });
        return visitor().run(signInWithPasskey, { input: { assertion: authenticator.get(options) } });
      };
    },
  },
];

const sessionsOf = ({ id }: TestUser) =>
  sql(
    `SELECT s.organization_id, s.device_name, s.user_agent, s.amr, s.remember_me, s.revoke_reason, extract(epoch FROM s.expires_at - s.created_at)::int AS seconds,
            (SELECT array_agg(state) FROM refresh_tokens WHERE session_id = s.id) AS tokens
       FROM sessions s WHERE s.user_id = $1`,
    [id],
  );

function sessionIn({ effects: { session } }: RequestContext) {
  if (!session || session === "ended") throw new Error("no session began");
  return session;
}

/** What is closed to whoever still owes a second factor. */
const dueOf = async (ctx: RequestContext) => (await callAs(sessionIn(ctx)).run(listTrustedDevices)).error?.code;

describe.each(doors)("the door of $name", ({ provider, amr, provesAddress, keyOf }) => {
  const metadata = { provider, amr };

  it("begins the session that every door begins, with the same row in the trail", async () => {
    const user = await makeUser();
    const open = await keyOf(user);
    const begun: Awaited<ReturnType<Opening>>[] = [];
    const rows = await auditRowsOf(async () => void begun.push(await open()));
    const [{ error, output, ctx }] = begun as [Awaited<ReturnType<Opening>>];
    expect([error, output?.user.id]).toEqual([null, user.id]);
    const { sessionId, accessToken, rememberMe } = sessionIn(ctx);
    const about = { actor_id: user.id, target_user_id: user.id, organization_id: user.organizationId, session_id: sessionId };
    expect(rows).toMatchObject([{ ...about, action: "user.login", stream: "audit", success: true, error_code: null, user_agent: FIREFOX, ip_address: expect.any(String) }]);
    expect(rows[0]?.metadata).toEqual(metadata);
    const session = { organization_id: user.organizationId, device_name: "Firefox on Linux", user_agent: FIREFOX, amr, remember_me: true, revoke_reason: null, seconds: 30 * 24 * 3600, tokens: ["active"] };
    expect(await sessionsOf(user)).toEqual([session]);
    expect((await callAs({ accessToken }).output(checkAuth)).user.id).toBe(user.id);
    expect([rememberMe, ctx.effects.deviceToken, ctx.effects.enteredBy]).toEqual([true, BROWSER, provider]);
    expect(await sql("SELECT device_hash FROM known_devices WHERE user_id = $1", [user.id])).toEqual([{ device_hash: sha256(BROWSER) }]);
    expect(await oneRow("SELECT last_login_at IS NOT NULL AS told FROM users WHERE id = $1", [user.id])).toEqual({ told: true });
  });

  it.each([["banned", "banned_at = app_now()"], ["deactivated", "is_active = false"]])("is closed to somebody %s: 403, and a row that says so", async (_, state) => {
    const user = await makeUser();
    const open = await keyOf(user);
    await sql(`UPDATE users SET ${state} WHERE id = $1`, [user.id]);
    const rows = await auditRowsOf(async () => expect((await open()).error).toMatchObject({ status: 403, code: "ACCOUNT_DISABLED" }));
    expect(rows).toMatchObject([{ action: "user.login_failed", success: false, error_code: "ACCOUNT_DISABLED", actor_id: null, target_user_id: user.id, organization_id: user.organizationId, metadata }]);
    expect(await sessionsOf(user)).toEqual([]);
  });

  it("is closed to an address that has to be proved first, unless it proves it", async () => {
    const user = await makeUser({ verified: false });
    const open = await keyOf(user);
    await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      const rows = await auditRowsOf(async () => {
        const { error } = await open();
        if (provesAddress) expect(error).toBeNull();
        else expect(error).toMatchObject({ status: 403, code: "EMAIL_NOT_VERIFIED", details: { is_verified: false } });
      });
      const refused = { action: "user.login_failed", success: false, error_code: "EMAIL_NOT_VERIFIED", actor_id: null, target_user_id: user.id, metadata };
      expect(rows).toMatchObject(provesAddress ? [{ action: "user.email_verification" }, { action: "user.login" }] : [refused]);
    });
    expect(await sessionsOf(user)).toHaveLength(provesAddress ? 1 : 0);
  });

  it("asks for the second factor: 401 with a token and the ways, and the session says by what it began", async () => {
    const user = await makeUser();
    const open = await keyOf(user);
    const { secret } = await makeSecondFactor(user);
    const token: string[] = [];
    const asked = await auditRowsOf(async () => {
      const { error } = await open();
      expect(error).toMatchObject({ status: 401, code: "MFA_REQUIRED" });
      expect(error?.details).toEqual({ mfa_token: expect.stringMatching(/^[\w-]{43}$/), methods: ["totp", "recovery_code"], expires_in: 600 });
      token.push(String(error?.details?.mfa_token));
    });
    expect(asked).toMatchObject([{ action: "mfa.challenged", actor_id: user.id, target_user_id: user.id, organization_id: user.organizationId, session_id: null, metadata }]);
    expect(await sessionsOf(user)).toEqual([]);
    const done = await auditRowsOf(async () => expect((await secondStep(token[0] ?? "", appCode(secret))).error).toBeNull());
    const both = [...amr, "otp", "mfa"];
    expect(done).toMatchObject([{ action: "user.mfa_verified", metadata: { method: "totp", provider } }, { action: "user.login", actor_id: user.id, metadata: { provider, amr: both } }]);
    expect(await sessionsOf(user)).toMatchObject([{ amr: both }]);
  });

  it("spares a browser that its owner trusts, and no other", async () => {
    const user = await makeUser();
    const open = await keyOf(user);
    await makeSecondFactor(user);
    await sql(
      `INSERT INTO known_devices (id, user_id, device_hash, device_name, first_seen_at, last_seen_at, trusted_at, trusted_until)
       VALUES ($1, $2, $3, 'Firefox on Linux', app_now(), app_now(), app_now() + interval '1 second', app_now() + interval '30 days')`,
      [newId(), user.id, sha256(BROWSER)],
    );
    expect((await open()).error).toBeNull();
    expect(await sessionsOf(user)).toMatchObject([{ amr }]);
  });

  it("begins the time of whoever has to have a second factor", async () => {
    const user = await makeUser();
    const open = await keyOf(user);
    await withEnv({ MFA_REQUIRED: "all", MFA_GRACE_DAYS: "0" }, async () => expect(await dueOf((await open()).ctx)).toBe("MFA_SETUP_REQUIRED"));
  });

  it("is as open as ever where a stranger's guesses have locked the password, unless it is the password's", async () => {
    const user = await makeUser();
    const open = await keyOf(user);
    await sql("INSERT INTO rate_limits (key, points, expires_at) VALUES ($1, 10, app_now() + interval '15 minutes')", [`login-account:${user.id}`]);
    expect((await open()).error?.code).toBe(provider === "local" ? "RATE_LIMIT_EXCEEDED" : undefined);
  });
});

describe("an account that has just been made", () => {
  const password = "nine lanterns over the harbour";

  it.each([
    ["a registration", async () => visitor().run(registerAccount, { input: { email: newAddress(), password } })],
    ["an invitation", async () => visitor().run(acceptInvitation, { input: { token: (await makeInvitation()).token, password } })],
  ])("by %s is told to set up the second factor that it has to have", (_, make) =>
    withEnv({ MFA_REQUIRED: "all", MFA_GRACE_DAYS: "0" }, async () => {
      const { error, ctx } = await make();
      expect(error).toBeNull();
      expect(await dueOf(ctx)).toBe("MFA_SETUP_REQUIRED");
    }),
  );
});
