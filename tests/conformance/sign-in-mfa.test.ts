import { beforeEach, describe, expect, vi } from "vitest";
import { env, environmentVariables } from "@/lib/env";
import { HOOK_NAMES, type Hooks } from "@/lib/hooks/hooks";
import { refuse } from "@/lib/hooks/refuse";
import { appCode, makeSecondFactor, type TestSecondFactor, wrongCode } from "../factories/make-second-factor";
import { makeUser, type TestUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { oneRow } from "../setup/sql";
import { conforms } from "./conforms";
import { ERROR, MESSAGES, WHOLE_USER } from "./shapes";
import { send } from "./wire";

const hooks = vi.hoisted(() => ({}) as Hooks);
vi.mock("@/gatehouse.config", () => ({ default: { hooks, userFields: {} } }));

beforeEach(() => {
  for (const name of HOOK_NAMES) delete hooks[name];
});

const TOKENS = { access_token: expect.stringMatching(/^eyJ/), refresh_token: expect.any(String), token_type: "Bearer", expires_in: 900 };

async function makePerson(): Promise<TestUser & TestSecondFactor> {
  const user = await makeUser();
  return { ...user, ...(await makeSecondFactor(user)) };
}

const signIn = ({ email, password }: TestUser) => send("POST /api/auth/login", { body: { email, password } });
const challenge = async (person: TestUser): Promise<string> => (await signIn(person)).body.details.mfa_token;
const actionsOf = async (work: () => Promise<unknown>) => (await auditRowsOf(work)).map(({ action }) => action);

describe("the challenge", () => {
  conforms("A3.mfa", async () => {
    const person = await makePerson();
    const actions = await actionsOf(async () => {
      const { status, body, cookies } = await signIn(person);
      expect([status, cookies]).toEqual([401, {}]);
      expect(body).toEqual({ ...ERROR, code: "MFA_REQUIRED", details: { mfa_token: expect.stringMatching(/^[\w-]{43}$/), methods: ["totp", "recovery_code"], expires_in: 600 } });
    });
    expect(actions).toEqual(["mfa.challenged"]);
  });

  conforms("2.3-8", async () => {
    const { status, body } = await signIn(await makePerson());
    expect([status, typeof body.error, body.code]).toEqual([401, "string", "MFA_REQUIRED"]);
  });

  conforms("10.1-challenge", async () => {
    const answer = await signIn(await makePerson());
    expect([answer.status, typeof answer.body.error, answer.body.access_token]).toEqual([401, "string", undefined]);
  });

  conforms("10.1-verify-mfa", async () => {
    const person = await makePerson();
    const answer = await send("POST /api/auth/verify-mfa", { body: { email: person.email, token: appCode(person.secret) } });
    expect([answer.status, answer.body]).toEqual([400, { ...ERROR, code: "MFA_TOKEN_INVALID" }]);
    const unknown = await send("POST /api/auth/verify-mfa", { body: { email: "nobody@example.com", token: "123456" } });
    expect(unknown.body).toEqual({ ...answer.body, request_id: expect.any(String) });
  });
});

describe("what was wrong with it", () => {
  conforms("9.1-9", async () => {
    const person = await makePerson();
    const verify = (mfa_token: string, code: string) => send("POST /api/auth/verify-mfa", { body: { mfa_token, email: person.email, code } });
    expect((await verify("made up", appCode(person.secret))).body.code).toBe("MFA_TOKEN_INVALID");
    const token = await challenge(person);
    const codes = [];
    for (let n = 0; n < 6; n += 1) codes.push((await verify(token, n === 5 ? appCode(person.secret) : wrongCode(person.secret))).body.code);
    expect(codes).toEqual([...Array<string>(4).fill("INVALID_MFA_CODE"), "MFA_TOKEN_INVALID", "MFA_TOKEN_INVALID"]);
  });
});

describe("the second factor", () => {
  conforms("MFA1", async () => {
    const person = await makePerson();
    const token = await challenge(person);
    const actions = await actionsOf(async () => {
      const answer = await send("POST /api/auth/verify-mfa", { body: { mfa_token: token, email: person.email, token: appCode(person.secret) } });
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ ...MESSAGES, message: "Login successful", ...TOKENS, user: { ...WHOLE_USER, id: person.id, mfa_enabled: true } });
      expect((await send("GET /api/auth/check-auth", { as: { accessToken: answer.body.access_token } })).status).toBe(200);
    });
    expect(actions).toEqual(["user.mfa_verified", "user.login"]);
    const wrong = await send("POST /api/auth/verify-mfa", { body: { mfa_token: await challenge(person), token: wrongCode(person.secret) } });
    expect([wrong.status, wrong.body]).toEqual([400, { ...ERROR, code: "INVALID_MFA_CODE", details: { fields: { code: [expect.any(String)] }, tries_left: 4 } }]);
  });

  conforms("MFA2", async () => {
    const viewer = await makeViewer();
    expect((await send("POST /api/auth/mfa/enable", { body: {} })).status).toBe(401);
    const actions = await actionsOf(async () => {
      const answer = await send("POST /api/auth/mfa/enable", { as: viewer, body: {} });
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ message: expect.any(String), method: "totp", secret: expect.stringMatching(/^[A-Z2-7]{32}$/), otpauth_url: expect.stringMatching(/^otpauth:\/\/totp\//), recovery_codes: expect.any(Array) });
      expect(answer.body.recovery_codes).toHaveLength(10);
    });
    expect(actions).toEqual(["mfa.setup_begun"]);
    expect((await send("GET /api/auth/user/@me", { as: viewer })).body.user.mfa_enabled).toBe(false);
  });

  conforms("MFA3", async () => {
    const viewer = await makeViewer();
    const { secret } = (await send("POST /api/auth/mfa/enable", { as: viewer, body: {} })).body;
    const confirmed = await send("POST /api/auth/mfa/verify", { as: viewer, body: { code: appCode(secret) } });
    expect([confirmed.status, confirmed.body]).toEqual([200, { ...MESSAGES, user: { ...WHOLE_USER, id: viewer.user.id, mfa_enabled: true } }]);
    const answer = await send("POST /api/auth/mfa/verify", { body: { mfa_token: await challenge(viewer.user), code: appCode(secret, 1) } });
    expect([answer.status, answer.body]).toEqual([200, { ...MESSAGES, ...TOKENS, user: WHOLE_USER }]);
  });

  conforms("MFA4", async () => {
    const viewer = await makeViewer();
    const { secret } = await makeSecondFactor(viewer.user);
    const wrong = await send("POST /api/auth/mfa/disable", { as: viewer, body: { code: wrongCode(secret) } });
    expect([wrong.status, wrong.body]).toEqual([400, { ...ERROR, code: "INVALID_MFA_CODE", details: { fields: { code: [expect.any(String)] } } }]);
    const actions = await actionsOf(async () => {
      const answer = await send("POST /api/auth/mfa/disable", { as: viewer, body: { code: appCode(secret) } });
      expect([answer.status, answer.body]).toEqual([200, { message: expect.any(String) }]);
    });
    expect(actions).toEqual(["user.mfa_disabled"]);
    expect((await signIn(viewer.user)).status).toBe(200);
  });

  conforms("10-mfa", async () => {
    const viewer = await makeViewer();
    for (const line of ["POST /api/auth/mfa/enable", "POST /api/auth/mfa/verify", "POST /api/auth/mfa/disable", "POST /api/auth/verify-mfa"])
      expect((await send(line, { as: viewer, body: { code: "123456", method: "none" } })).status, line).toBe(422);
  });

  conforms("1.12-mfa", async () => {
    for (const [path, field] of [["verify-mfa", "token"], ["mfa/verify", "code"]]) {
      const person = await makePerson();
      expect((await send(`POST /api/auth/${path}`, { body: { mfa_token: await challenge(person), [String(field)]: appCode(person.secret) } })).status).toBe(200);
    }
  });

  conforms("3.1-mfa_tokens", async () => {
    const person = await makePerson();
    const token = await challenge(person);
    const stored = await oneRow<{ purpose: string; hash: Buffer; left: number }>("SELECT purpose, token_hash AS hash, extract(epoch FROM expires_at - app_now())::int AS left FROM one_time_tokens WHERE user_id = $1", [person.id]);
    expect([stored.purpose, stored.hash.length, Math.ceil(stored.left / 60)]).toEqual(["second_factor", 32, 10]);
    expect(stored.hash.toString("latin1")).not.toContain(token);
  });

  conforms("4.1-AUTHSVC_ENABLE_MFA", () => {
    expect(environmentVariables()).toContain("MFA_REQUIRED");
    expect([env.mfaRequired, env.mfaGraceDays]).toEqual(["off", 7]);
  });
});

describe("the trail", () => {
  const storyOf = async () => {
    const viewer = await makeViewer();
    return auditRowsOf(async () => {
      const { secret } = (await send("POST /api/auth/mfa/enable", { as: viewer, body: {} })).body;
      await send("POST /api/auth/mfa/verify", { as: viewer, body: { code: appCode(secret) } });
      const token = await challenge(viewer.user);
      await send("POST /api/auth/mfa/verify", { body: { mfa_token: token, code: wrongCode(secret) } });
      await send("POST /api/auth/mfa/verify", { body: { mfa_token: token, code: appCode(secret, 1) } });
    });
  };
  const told = { ip_address: expect.anything(), user_agent: expect.anything(), target_user_id: expect.anything() };

  conforms("6.1-user.mfa_enabled", async () => expect((await storyOf()).find(({ action }) => action === "user.mfa_enabled")).toMatchObject({ ...told, success: true, metadata: { method: "totp" } }));

  conforms("6.1-user.mfa_verified", async () => expect((await storyOf()).find(({ action }) => action === "user.mfa_verified")).toMatchObject({ ...told, success: true, metadata: { method: "totp", provider: "local" } }));

  conforms("6.1-user.mfa_failed", async () => expect((await storyOf()).find(({ action }) => action === "user.mfa_failed")).toMatchObject({ ...told, success: false, error_code: "INVALID_MFA_CODE", actor_id: null }));
});

describe("hooks", () => {
  conforms("4.2-before_mfa_verify", async () => {
    const person = await makePerson();
    const hook = vi.fn((): void => refuse("Not today.", { status: 409 }));
    hooks.beforeMfaVerify = hook;
    const token = await challenge(person);
    const answer = await send("POST /api/auth/mfa/verify", { body: { mfa_token: token, code: appCode(person.secret) } });
    expect([answer.status, answer.body]).toEqual([409, { ...ERROR, error: "Not today.", code: "HOOK_REFUSED" }]);
    expect(hook).toHaveBeenCalledExactlyOnceWith({ userId: person.id }, expect.anything());
    delete hooks.beforeMfaVerify;
    expect((await send("POST /api/auth/mfa/verify", { body: { mfa_token: token, code: appCode(person.secret) } })).status).toBe(200);
  });

  conforms("4.2-after_mfa_verify", async () => {
    const person = await makePerson();
    const hook = vi.fn();
    hooks.afterMfaVerify = hook;
    expect((await send("POST /api/auth/mfa/verify", { body: { mfa_token: await challenge(person), code: appCode(person.secret) } })).status).toBe(200);
    await vi.waitFor(() => expect(hook).toHaveBeenCalledExactlyOnceWith({ userId: person.id, method: "totp" }, expect.anything()));
  });
});
