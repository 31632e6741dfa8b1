import { describe, expect, it } from "vitest";
import * as route from "@/app/api/auth/password/update/route";
import { armFailpoints } from "@/lib/failpoint";
import { changePassword } from "@/lib/features/account/operations/change-password";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { verifyPassword } from "@/lib/session/password";
import { rotateSession } from "@/lib/session/rotate-session";
import { makeSession } from "@/tests/factories/make-session";
import { TEST_PASSWORD } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { waitingFor } from "@/tests/setup/mailed";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow, sql } from "@/tests/setup/sql";
import { makeTestContext } from "@/tests/setup/test-context";
import { withEnv } from "@/tests/setup/with-env";

const NEW = "a wholly other phrase";
const right = { current_password: TEST_PASSWORD, new_password: NEW };
const wrong = { ...right, current_password: "not the one at all" };

const hashOf = async (id: string) => (await oneRow<{ password_hash: string }>("SELECT password_hash FROM users WHERE id = $1", [id])).password_hash;

describe("account.change-password", () => {
  it("puts the new one in place of the old one", async () => {
    const viewer = await makeViewer();
    const answer = await http(route, { as: viewer, body: right });
    expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String), sessions_revoked: 0 } });
    expect(await verifyPassword(NEW, await hashOf(viewer.user.id))).toBe(true);
    expect(await verifyPassword(TEST_PASSWORD, await hashOf(viewer.user.id))).toBe(false);
  });

  it("ends all other sessions and keeps the pair that asked", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    expect(await callAs(viewer).output(changePassword, { input: right })).toMatchObject({ sessions_revoked: 1 });
    expect(await callAs(other).refusal(showAccount)).toMatchObject({ status: 401 });
    expect(await rotateSession(makeTestContext(), other.refreshToken)).toBeNull();
    expect((await callAs(viewer).output(showAccount)).user.id).toBe(viewer.user.id);
    expect(await rotateSession(makeTestContext(), viewer.refreshToken)).not.toBeNull();
  });

  it("is open while a new password is due, and clears the debt", async () => {
    const viewer = await makeViewer([], { mustChangePassword: true });
    await callAs(viewer).output(changePassword, { input: right });
    expect(await oneRow("SELECT must_change_password AS due FROM users WHERE id = $1", [viewer.user.id])).toEqual({ due: false });
  });

  it("tells the owner by mail, with no secret in it", async () => {
    const viewer = await makeViewer();
    await callAs(viewer).output(changePassword, { input: right });
    const mails = await waitingFor(viewer.user.email);
    expect(mails).toMatchObject([{ subject: "Your password was changed" }]);
    expect(JSON.stringify(mails)).not.toContain(NEW);
  });

  it("writes one row, without the passwords", async () => {
    const viewer = await makeViewer();
    await makeSession(viewer.user);
    const rows = await auditRowsOf(() => callAs(viewer).output(changePassword, { input: right }));
    expect(rows).toMatchObject([
      {
        action: "user.password_change",
        actor_id: viewer.user.id,
        target_user_id: viewer.user.id,
        session_id: viewer.sessionId,
        success: true,
        metadata: { sessions_revoked: 1 },
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain(NEW);
  });

  it("422 for a wrong current password, recorded", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => {
      const error = await rowsUnchanged(() => callAs(viewer).refusal(changePassword, { input: wrong }));
      expect(error).toMatchObject({ status: 422, code: "INVALID_PASSWORD", details: { fields: { current_password: [expect.any(String)] } } });
    });
    expect(rows).toMatchObject([{ action: "user.password_change", success: false, error_code: "INVALID_PASSWORD", actor_id: viewer.user.id }]);
  });

  it("422 for an account without a password, and for one over 72 bytes", async () => {
    const viewer = await makeViewer([], { password: null });
    expect(await callAs(viewer).refusal(changePassword, { input: right })).toMatchObject({ status: 422, code: "INVALID_PASSWORD" });
    const long = { ...right, current_password: "x".repeat(73) };
    expect(await callAs(await makeViewer()).refusal(changePassword, { input: long })).toMatchObject({ code: "INVALID_PASSWORD" });
  });

  it("looks at ten wrong ones at most, in parallel too and without the other limits, until the window ends", async () => {
    const viewer = await makeViewer();
    await withEnv({ RATE_LIMIT_ENABLED: "false" }, async () => {
      const tries = await Promise.all(Array.from({ length: 30 }, () => callAs(viewer).refusal(changePassword, { input: wrong })));
      expect(tries.filter(({ code }) => code === "INVALID_PASSWORD")).toHaveLength(10);
      const blocked = tries.filter(({ status }) => status === 429);
      expect(blocked).toHaveLength(20);
      expect(blocked[0]).toMatchObject({ code: "RATE_LIMIT_EXCEEDED", details: { retry_after_minutes: 15 } });
      expect(await callAs(viewer).refusal(changePassword, { input: right })).toMatchObject({ status: 429 });
      await sql("UPDATE rate_limits SET expires_at = app_now() WHERE key = $1", [`password-check:${viewer.user.id}`]);
      expect(await callAs(viewer).output(changePassword, { input: right })).toMatchObject({ sessions_revoked: 0 });
    });
  });

  it("gives the place back when the password was right", async () => {
    const viewer = await makeViewer();
    for (let turn = 0; turn < 12; turn += 1) {
      const input = { current_password: turn === 0 ? TEST_PASSWORD : `${NEW} ${turn - 1}`, new_password: `${NEW} ${turn}` };
      await callAs(viewer).output(changePassword, { input });
    }
  });

  it("of parallel changes one wins; the losers are told", async () => {
    const viewer = await makeViewer();
    const candidates = Array.from({ length: 6 }, (_, index) => `${NEW} number ${index}`);
    const outcomes = await Promise.all(
      candidates.map((new_password) => callAs(viewer).run(changePassword, { input: { ...right, new_password } })),
    );
    const won = candidates.filter((_, index) => outcomes[index]?.error === null);
    expect(won).toHaveLength(1);
    expect(await verifyPassword(String(won[0]), await hashOf(viewer.user.id))).toBe(true);
    for (const { error } of outcomes) if (error) expect(["PASSWORD_CHANGED_MEANWHILE", "INVALID_PASSWORD"]).toContain(error.code);
  });

  it("leaves nothing behind when it fails before the commit", async () => {
    const viewer = await makeViewer();
    await makeSession(viewer.user);
    armFailpoints(["account.change-password:before-commit"]);
    await rowsUnchanged(() => expect(callAs(viewer).run(changePassword, { input: right })).rejects.toThrow("failpoint"), ["rate_limits"]);
  });

  it("still stands after the access token's life", async () => {
    const viewer = await makeViewer();
    await callAs(viewer).output(changePassword, { input: right });
    await travel(16 * MINUTE);
    expect(await rotateSession(makeTestContext(), viewer.refreshToken)).not.toBeNull();
  });

  expectRefused(changePassword, {
    valid: () => ({ input: right }),
    invalid: {
      "a short one": { new_password: "short" },
      "a common one": { new_password: "password123" },
      "one over 72 bytes": { new_password: "é".repeat(40) },
      "the one there is": { new_password: TEST_PASSWORD },
      "an empty current one": { current_password: "" },
    },
  });
});
