import { describe, expect, it } from "vitest";
import * as route from "@/app/api/auth/reauthenticate/route";
import { verifyAccessToken } from "@/lib/edge/token";
import { armFailpoints } from "@/lib/failpoint";
import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { sendProofCode } from "@/lib/features/reauthentication/operations/send-proof-code";
import { makeSession } from "@/tests/factories/make-session";
import { TEST_PASSWORD } from "@/tests/factories/make-user";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { lastMail } from "@/tests/setup/mailed";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow, sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";

const RIGHT = { password: TEST_PASSWORD };
const WRONG = { password: "not the one at all" };

const provenSince = async (sessionId: string) => (await oneRow<{ at: Date }>("SELECT auth_time AS at FROM sessions WHERE id = $1", [sessionId])).at.getTime();

const withoutPassword = () => makeViewer([], { password: null });
const codeFor = async (viewer: TestViewer) => {
  await callAs(viewer).output(sendProofCode, { input: {} });
  return (await lastMail(viewer.user.email)).code;
};

describe("auth.reauthenticate", () => {
  it("proves this session anew, and no other one", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    const [before, others] = [await provenSince(viewer.sessionId), await provenSince(other.sessionId)];
    await travel(11 * MINUTE);
    const output = await callAs(viewer).output(reauthenticate, { input: RIGHT });
    expect(output).toMatchObject({ method: "password", max_age_seconds: 600 });
    expect(await provenSince(viewer.sessionId)).toBe(Date.parse(output.authenticated_at));
    expect(Date.parse(output.authenticated_at) - before).toBeGreaterThanOrEqual(11 * MINUTE);
    expect(await provenSince(other.sessionId)).toBe(others);
  });

  it("answers with an access token that says so, and keeps the refresh token", async () => {
    const viewer = await makeViewer();
    await travel(11 * MINUTE);
    const answer = await http(route, { as: viewer, body: RIGHT });
    expect(answer).toMatchObject({ status: 200, body: { access_token: expect.any(String), token_type: "Bearer", expires_in: 900 } });
    expect(answer.body).not.toHaveProperty("refresh_token");
    const verdict = await verifyAccessToken(String(answer.body.access_token));
    expect(verdict.ok && verdict.claims).toMatchObject({ sid: viewer.sessionId, auth_time: Math.floor((await provenSince(viewer.sessionId)) / 1000) });
  });

  it("takes a mailed code from whoever has nothing else, once", async () => {
    const viewer = await withoutPassword();
    const code = await codeFor(viewer);
    expect(await callAs(viewer).output(reauthenticate, { input: { code: `${code.slice(0, 3)}-${code.slice(3)}` } })).toMatchObject({ method: "email" });
    expect(await callAs(viewer).refusal(reauthenticate, { input: { code } })).toMatchObject({ status: 422, code: "PROOF_REFUSED", details: { fields: { code: [expect.any(String)] } } });
  });

  it("takes no mailed code ten minutes later, nor somebody else's", async () => {
    const [viewer, stranger] = [await withoutPassword(), await withoutPassword()];
    const code = await codeFor(viewer);
    expect(await callAs(stranger).refusal(reauthenticate, { input: { code } })).toMatchObject({ code: "PROOF_REFUSED" });
    await travel(10 * MINUTE);
    expect(await callAs(viewer).refusal(reauthenticate, { input: { code } })).toMatchObject({ code: "PROOF_REFUSED" });
  });

  it("takes no mailed code from whoever has got a password since", async () => {
    const viewer = await withoutPassword();
    const code = await codeFor(viewer);
    await sql("UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE id = $2) WHERE id = $1", [viewer.user.id, (await makeViewer()).user.id]);
    expect(await callAs(viewer).refusal(reauthenticate, { input: { code } })).toMatchObject({ code: "PROOF_REFUSED" });
  });

  it("of 16 parallel uses of one code one wins", async () => {
    const viewer = await withoutPassword();
    const code = await codeFor(viewer);
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => callAs(viewer).run(reauthenticate, { input: { code } })));
    expect(outcomes.filter(({ error }) => error === null)).toHaveLength(1);
  });

  it("422 for a wrong password, with its sentence at the field, recorded", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => {
      const error = await rowsUnchanged(() => callAs(viewer).refusal(reauthenticate, { input: WRONG }));
      expect(error).toMatchObject({ status: 422, code: "PROOF_REFUSED", details: { fields: { password: ["This is not your password."] } } });
    });
    expect(rows).toMatchObject([
      { action: "user.reauthenticated", success: false, error_code: "PROOF_REFUSED", actor_id: viewer.user.id, session_id: viewer.sessionId, metadata: { method: "password" } },
    ]);
  });

  it("refuses what the account does not have: a password, an app", async () => {
    expect(await callAs(await withoutPassword()).refusal(reauthenticate, { input: RIGHT })).toMatchObject({ code: "PROOF_REFUSED" });
    expect(await callAs(await makeViewer()).refusal(reauthenticate, { input: { code: "123456" } })).toMatchObject({ code: "PROOF_REFUSED" });
  });

  it("looks at ten wrong ones at most, passwords and codes together, also without the other limits", async () => {
    const viewer = await makeViewer();
    await withEnv({ RATE_LIMIT_ENABLED: "false" }, async () => {
      const tries = await Promise.all(
        Array.from({ length: 24 }, (_, at) => callAs(viewer).refusal(reauthenticate, { input: at % 2 === 0 ? WRONG : { code: "000000" } })),
      );
      expect(tries.filter(({ code }) => code === "PROOF_REFUSED")).toHaveLength(10);
      expect(tries.filter(({ status }) => status === 429)).toHaveLength(14);
      expect(await callAs(viewer).refusal(reauthenticate, { input: RIGHT })).toMatchObject({ status: 429, code: "RATE_LIMIT_EXCEEDED" });
    });
  });

  it("gives the place back when the proof was right", async () => {
    const viewer = await makeViewer();
    for (let turn = 0; turn < 12; turn += 1) await callAs(viewer).output(reauthenticate, { input: RIGHT });
  });

  it("writes one row, without what proved it", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(() => callAs(viewer).output(reauthenticate, { input: RIGHT }));
    expect(rows).toMatchObject([
      { action: "user.reauthenticated", success: true, actor_id: viewer.user.id, target_user_id: viewer.user.id, session_id: viewer.sessionId, metadata: { method: "password" } },
    ]);
    expect(JSON.stringify(rows)).not.toContain(TEST_PASSWORD);
  });

  it("leaves nothing behind when it fails before the commit", async () => {
    const viewer = await withoutPassword();
    const code = await codeFor(viewer);
    armFailpoints(["auth.reauthenticate:before-commit"]);
    await rowsUnchanged(() => expect(callAs(viewer).run(reauthenticate, { input: { code } })).rejects.toThrow("failpoint"), ["rate_limits", "one_time_tokens"]);
    const { consumed } = await oneRow<{ consumed: Date | null }>("SELECT consumed_at AS consumed FROM one_time_tokens WHERE user_id = $1", [viewer.user.id]);
    expect(consumed).toBeNull();
  });

  expectRefused(reauthenticate, {
    valid: () => ({ input: RIGHT }),
    invalid: { "nothing at all": { password: undefined }, "two proofs": { code: "123456" }, "an empty one": { password: "" }, "a code that is none": { password: undefined, code: "1".repeat(21) }, "an assertion that is none": { password: undefined, assertion: { id: "x" } } },
  });
});
