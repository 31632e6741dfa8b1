import { describe, expect, it } from "vitest";
import * as route from "@/app/api/audit/sessions/revoke-all/route";
import { armFailpoints } from "@/lib/failpoint";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { endOtherSessions } from "@/lib/features/sessions/operations/end-other-sessions";
import { makeSession } from "@/tests/factories/make-session";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { sql } from "@/tests/setup/sql";

describe("sessions.end-others", () => {
  it("ends all but the current one, and nobody else's", async () => {
    const viewer = await makeViewer();
    const stranger = await makeViewer();
    const others = await Promise.all([0, 1, 2].map(() => makeSession(viewer.user)));
    const answer = await http(route, { as: viewer, body: {} });
    expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String), sessions_revoked: 3 } });
    for (const other of others) expect(await callAs(other).refusal(showAccount)).toMatchObject({ status: 401 });
    for (const alive of [viewer, stranger]) expect((await callAs(alive).output(showAccount)).user.id).toBe(alive.user.id);
  });

  it("works with no body and counts only what was alive", async () => {
    const viewer = await makeViewer();
    const expired = await makeSession(viewer.user);
    await sql("UPDATE sessions SET expires_at = app_now() WHERE id = $1", [expired.sessionId]);
    expect((await http(route, { method: "POST", as: viewer })).body).toMatchObject({ sessions_revoked: 0 });
  });

  it("writes one row with the count", async () => {
    const viewer = await makeViewer();
    await makeSession(viewer.user);
    expect(await auditRowsOf(() => callAs(viewer).output(endOtherSessions))).toMatchObject([
      {
        action: "session.revoked_all",
        actor_id: viewer.user.id,
        target_user_id: viewer.user.id,
        session_id: viewer.sessionId,
        success: true,
        metadata: { count: 1 },
      },
    ]);
  });

  it("of two that spare each other, one stays", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    await Promise.all([callAs(viewer).run(endOtherSessions), callAs(other).run(endOtherSessions)]);
    const left = await sql("SELECT 1 FROM sessions WHERE user_id = $1 AND revoked_at IS NULL", [viewer.user.id]);
    expect(left.length).toBeLessThan(2);
  });

  it("leaves all alive when it fails before the commit", async () => {
    const viewer = await makeViewer();
    await makeSession(viewer.user);
    armFailpoints(["sessions.end-others:before-commit"]);
    await rowsUnchanged(() => expect(callAs(viewer).run(endOtherSessions)).rejects.toThrow("failpoint"), ["rate_limits"]);
  });

  expectRefused(endOtherSessions, { valid: () => ({}) });
});
