/** Second factors, proofs of who is there, and passkeys, as kinds of one-time-race.ts. */
import { cookieNames } from "@/lib/edge/cookies";
import { env } from "@/lib/env";
import type { CreationOptions, RequestOptions } from "@/lib/features/passkeys/schema";
import { ISSUE_TOKEN_SQL, newToken } from "@/lib/session/one-time-token";
import { makeSecondFactor } from "../../tests/factories/make-second-factor";
import { makeSession } from "../../tests/factories/make-session";
import { makeUser, type TestUser } from "../../tests/factories/make-user";
import { makeViewer } from "../../tests/factories/make-viewer";
import { mailToken } from "../../tests/factories/mail-token";
import { BROWSER } from "../../tests/factories/register-passkey";
import { sql } from "../../tests/setup/sql";
import { VirtualAuthenticator } from "../../tests/setup/virtual-authenticator";
import { appCode } from "../../tests/tools/app-code";
import { count, liveSessions } from "./one-time-mails";
import type { Answer, Kind, World } from "./one-time-race";
import { must } from "./proof-servers.mjs";

const VERIFY = "/api/auth/mfa/verify";
const PENDING_SECONDS = 600;
/** An account's codes are looked at ten times in a while; what comes beyond is told so. */
const BEYOND = "429 RATE_LIMIT_EXCEEDED";

/** Sign-ins by password that wait for their second step. */
const pendingSignIns = (user: TestUser, many: number): Promise<{ id: string; token: string }[]> =>
  Promise.all(
    Array.from({ length: many }, async () => {
      const payload = { amr: ["pwd"], provider: "local", remember_me: true };
      const { token, row } = newToken({ purpose: "second_factor", userId: user.id, address: user.email, ttlSeconds: PENDING_SECONDS, payload });
      await sql(ISSUE_TOKEN_SQL("$1"), [JSON.stringify(row)]);
      return { id: String(row.id), token };
    }),
  );

const mustHaveSessions = async (userId: string, wanted: number): Promise<void> => must((await liveSessions(userId)) === wanted, `there are not ${wanted} sessions`);

const recoveryCode: Kind = {
  title: "a recovery code, by as many sign-ins",
  actions: ["user.mfa_verified"],
  refusals: ["400 INVALID_MFA_CODE", BEYOND],
  async begin({ ask, atOnce }) {
    const user = await makeUser();
    const { recoveryCodes } = await makeSecondFactor(user);
    const pending = await pendingSignIns(user, atOnce + 1);
    const use = (url: string, index: number) => ask(url, VERIFY, { data: { mfa_token: pending[index]?.token, code: recoveryCodes[0] } });
    return {
      use,
      again: (url) => use(url, atOnce),
      about: { userId: user.id },
      async after() {
        must((await count("recovery_codes WHERE user_id = $1 AND used_at IS NOT NULL", [user.id])) === 1, "not one code was used");
        await mustHaveSessions(user.id, 1);
      },
    };
  },
};

const totpCode: Kind = {
  title: "a code of an authenticator app, by as many sign-ins and proofs in a session",
  actions: ["user.mfa_verified", "user.reauthenticated"],
  refusals: ["400 INVALID_MFA_CODE", "422 PROOF_REFUSED", BEYOND],
  async begin({ ask, atOnce }) {
    const user = await makeUser();
    const { accessToken } = await makeSession(user);
    const code = appCode((await makeSecondFactor(user)).secret);
    const pending = await pendingSignIns(user, atOnce + 1);
    const isSignIn = (index: number) => index % 4 < 2;
    const signIn = (url: string, index: number) => ask(url, VERIFY, { data: { mfa_token: pending[index]?.token, code } });
    const prove = (url: string) => ask(url, "/api/auth/reauthenticate", { token: accessToken, data: { code } });
    return {
      use: (url, index) => (isSignIn(index) ? signIn(url, index) : prove(url)),
      again: (url) => signIn(url, atOnce),
      about: { userId: user.id },
      after: (index) => mustHaveSessions(user.id, isSignIn(index) ? 2 : 1),
    };
  },
};

/** The sign-in's own token: each of the three codes around now is right. */
const mfaToken: Kind = {
  title: "a sign-in's second step, by codes that are all right",
  actions: ["user.mfa_verified"],
  refusals: ["400 MFA_TOKEN_INVALID", "409 MFA_TOKEN_BUSY"],
  lateRefusals: ["400 INVALID_MFA_CODE", BEYOND],
  async begin({ ask }) {
    const user = await makeUser();
    const { secret } = await makeSecondFactor(user);
    const [pending] = await pendingSignIns(user, 1);
    return {
      use: (url, index) => ask(url, VERIFY, { data: { mfa_token: pending?.token, code: appCode(secret, (index % 3) - 1) } }),
      about: { userId: user.id },
      after: () => mustHaveSessions(user.id, 1),
    };
  },
};

const mailedCode: Kind = {
  title: "a mailed code of the second factor, to sign in",
  actions: ["user.mfa_verified"],
  refusals: mfaToken.refusals,
  lateRefusals: mfaToken.lateRefusals,
  async begin({ ask }) {
    const user = await makeUser();
    await makeSecondFactor(user, { app: false, email: true });
    const [pending] = await pendingSignIns(user, 1);
    const { code } = await mailToken({ purpose: "second_factor_code", userId: user.id, address: user.email, ttlSeconds: PENDING_SECONDS, payload: { occasion: pending?.id }, withCode: true });
    return {
      use: (url) => ask(url, VERIFY, { data: { mfa_token: pending?.token, code } }),
      about: { userId: user.id },
      after: () => mustHaveSessions(user.id, 1),
    };
  },
};

const turnOff: Kind = {
  title: "a mailed code of the second factor, to turn it off",
  actions: ["user.mfa_disabled"],
  refusals: ["400 INVALID_MFA_CODE", "409 MFA_NOT_ENABLED", BEYOND],
  async begin({ ask }) {
    const { user, accessToken, sessionId } = await makeViewer();
    await makeSecondFactor(user, { app: false, email: true });
    const { code } = await mailToken({ purpose: "second_factor_code", userId: user.id, address: user.email, ttlSeconds: PENDING_SECONDS, payload: { occasion: sessionId }, withCode: true });
    return {
      use: (url) => ask(url, "/api/auth/mfa/disable", { token: accessToken, data: { code } }),
      about: { userId: user.id },
      after: async () => must((await count("second_factors WHERE user_id = $1", [user.id])) === 0, "a factor is left"),
    };
  },
};

const setUp: Kind = {
  title: "the first code of an authenticator app that is being set up",
  actions: ["user.mfa_enabled"],
  refusals: ["400 INVALID_MFA_CODE", "409 MFA_NOT_PENDING", BEYOND],
  async begin({ ask, urls }) {
    const { user, accessToken } = await makeViewer();
    const { body } = await ask<{ secret: string }>(urls[0] ?? "", "/api/auth/mfa/enable", { token: accessToken, data: { method: "totp" } });
    const code = appCode(body.secret);
    return {
      use: (url) => ask(url, VERIFY, { token: accessToken, data: { code } }),
      about: { userId: user.id },
      async after() {
        must((await count("second_factors WHERE user_id = $1 AND state = 'confirmed'", [user.id])) === 1, "there is not one factor");
        must((await count("recovery_codes WHERE user_id = $1 AND used_at IS NULL", [user.id])) === 10, "there are not ten recovery codes");
      },
    };
  },
};

const proofCode: Kind = {
  title: "a mailed code that proves again who is there",
  actions: ["user.reauthenticated"],
  refusals: ["422 PROOF_REFUSED", BEYOND],
  async begin({ ask }) {
    const { user, accessToken } = await makeViewer([], { password: null });
    const { code } = await mailToken({ purpose: "reauthentication", userId: user.id, address: user.email, ttlSeconds: PENDING_SECONDS, withCode: true });
    return {
      use: (url) => ask(url, "/api/auth/reauthenticate", { token: accessToken, data: { code } }),
      about: { userId: user.id },
      after: () => mustHaveSessions(user.id, 1),
    };
  },
};

/** A challenge is bound to the browser that asked. */
const cookie = (): string => `${cookieNames().device}=${BROWSER}`;

async function attest(world: World, accessToken: string): Promise<{ authenticator: VirtualAuthenticator; register: (url: string) => Promise<Answer> }> {
  const authenticator = new VirtualAuthenticator();
  const { body } = await world.ask<{ options: CreationOptions }>(world.urls[0] ?? "", "/api/auth/passkeys/options", { token: accessToken, cookie: cookie(), data: {} });
  const attestation = authenticator.create(body.options, { origin: env.appUrl });
  return { authenticator, register: (url) => world.ask(url, "/api/auth/passkeys", { token: accessToken, cookie: cookie(), data: { attestation } }) };
}

const passkeyAdded: Kind = {
  title: "the challenge for a new passkey",
  actions: ["passkey.added"],
  refusals: ["400 CHALLENGE_EXPIRED"],
  isEachRecorded: true,
  async begin(world) {
    const { user, accessToken } = await makeViewer();
    const { register } = await attest(world, accessToken);
    return {
      use: register,
      about: { userId: user.id },
      after: async () => must((await count("passkeys WHERE user_id = $1", [user.id])) === 1, "there is not one passkey"),
    };
  },
};

const passkeySignIn: Kind = {
  title: "the challenge for a sign-in with a passkey",
  actions: ["user.login"],
  refusals: ["400 CHALLENGE_EXPIRED"],
  async begin(world) {
    const [url = ""] = world.urls;
    const { user, accessToken } = await makeViewer();
    const { authenticator, register } = await attest(world, accessToken);
    must((await register(url)).status === 201, "the passkey was not added");
    const { body } = await world.ask<{ options: RequestOptions }>(url, "/api/auth/passkeys/sign-in/options", { cookie: cookie(), data: {} });
    const assertion = authenticator.get(body.options, { origin: env.appUrl });
    return {
      use: (to) => world.ask(to, "/api/auth/passkeys/sign-in", { cookie: cookie(), data: { assertion } }),
      about: { userId: user.id },
      after: () => mustHaveSessions(user.id, 2),
    };
  },
};

export const factors: Kind[] = [recoveryCode, totpCode, mfaToken, mailedCode, turnOff, setUp, proofCode, passkeyAdded, passkeySignIn];
