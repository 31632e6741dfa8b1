import { describe, expect, it } from "vitest";
import * as route from "@/app/api/audit/sessions/[session_id]/route";
import { armFailpoints } from "@/lib/failpoint";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { endOwnSession } from "@/lib/features/sessions/operations/end-own-session";
import { newId } from "@/lib/ids";
import { rotateSession } from "@/lib/session/rotate-session";
import { makeSession } from "@/tests/factories/make-session";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow } from "@/tests/setup/sql";
import { makeTestContext } from "@/tests/setup/test-context";

const named = (sessionId: string) => ({ params: { session_id: sessionId } });

describe("sessions.end-own", () => {
  it("makes access and refresh token useless at once, and no other", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    expect(await callAs(viewer).output(endOwnSession, named(other.sessionId))).toMatchObject({ session_id: other.sessionId });
    expect(await callAs(other).refusal(showAccount)).toMatchObject({ status: 401 });
    expect(await rotateSession(makeTestContext(), other.refreshToken)).toBeNull();
    expect((await callAs(viewer).output(showAccount)).user.id).toBe(viewer.user.id);
    expect(await oneRow("SELECT revoke_reason FROM sessions WHERE id = $1", [other.sessionId])).toEqual({ revoke_reason: "user_logout" });
  });

  it("signs out where it is the current one", async () => {
    const viewer = await makeViewer();
    const answer = await http(route, {
      method: "DELETE",
      browser: true,
      cookies: { access_token: viewer.accessToken },
      params: { session_id: viewer.sessionId },
    });
    expect(answer.status).toBe(200);
    expect(answer.cookies.access_token?.line).toContain("Max-Age=0");
    expect(answer.cookies.refresh_token?.line).toContain("Max-Age=0");
    expect(await callAs(viewer).refusal(showAccount)).toMatchObject({ status: 401 });
  });

  it("writes one row that names the session", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    expect(await auditRowsOf(() => callAs(viewer).output(endOwnSession, named(other.sessionId)))).toMatchObject([
      {
        action: "session.revoked",
        actor_id: viewer.user.id,
        target_user_id: viewer.user.id,
        session_id: viewer.sessionId,
        resource_type: "session",
        resource_id: other.sessionId,
        success: true,
      },
    ]);
  });

  it("404 alike for another's session, one that has ended and one that never was", async () => {
    const viewer = await makeViewer();
    const stranger = await makeViewer();
    const ended = await makeSession(viewer.user);
    await callAs(viewer).output(endOwnSession, named(ended.sessionId));
    const errors = await rowsUnchanged(() =>
      Promise.all([stranger.sessionId, ended.sessionId, newId()].map((id) => callAs(viewer).refusal(endOwnSession, named(id)))),
    );
    for (const { status, code, message } of errors) expect({ status, code, message }).toEqual({ status: 404, code: "NOT_FOUND", message: errors[0]?.message });
    expect((await callAs(stranger).output(showAccount)).user.id).toBe(stranger.user.id);
  });

  it("of parallel ends one succeeds", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => callAs(viewer).run(endOwnSession, named(other.sessionId))));
    expect(outcomes.filter(({ error }) => error === null)).toHaveLength(1);
  });

  it("wins over refreshes in flight: whatever they made is dead", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    const refreshed = await Promise.all([
      rotateSession(makeTestContext(), other.refreshToken),
      callAs(viewer).output(endOwnSession, named(other.sessionId)),
      rotateSession(makeTestContext(), other.refreshToken),
    ]);
    for (const session of [refreshed[0], refreshed[2]]) {
      if (session) expect(await rotateSession(makeTestContext(), session.refreshToken)).toBeNull();
    }
    expect(await rotateSession(makeTestContext(), other.refreshToken)).toBeNull();
  });

  it("leaves the session alive when it fails before the commit", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    armFailpoints(["sessions.end-own:before-commit"]);
    await rowsUnchanged(() => expect(callAs(viewer).run(endOwnSession, named(other.sessionId))).rejects.toThrow("failpoint"), ["rate_limits"]);
  });

  expectRefused(endOwnSession, { valid: () => named(newId()) });
});
