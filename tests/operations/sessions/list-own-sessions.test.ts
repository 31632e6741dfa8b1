import { describe, expect, it } from "vitest";
import * as route from "@/app/api/audit/sessions/me/route";
import { listOwnSessions } from "@/lib/features/sessions/operations/list-own-sessions";
import { makeSession } from "@/tests/factories/make-session";
import { makeViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { countStatements } from "@/tests/setup/count-statements";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { sql } from "@/tests/setup/sql";

const SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

describe("sessions.list-own", () => {
  it("tells device, place and times, this one first", async () => {
    const viewer = await makeViewer();
    const phone = await makeSession(viewer.user, { userAgent: SAFARI, ip: "203.0.113.9" });
    const { status, body } = await http(route, { as: viewer });
    expect({ status, count: body.count }).toEqual({ status: 200, count: 2 });
    expect(body.sessions).toMatchObject([
      { id: viewer.sessionId, session_id: viewer.sessionId, is_current: true, device_name: "Firefox on Linux", browser: "Firefox", os: "Linux" },
      {
        id: phone.sessionId,
        user_id: viewer.user.id,
        tenant_id: viewer.user.organizationId,
        is_current: false,
        is_active: true,
        revoked: false,
        revoked_at: null,
        device_name: "Safari on iOS",
        ip_address: "203.0.113.9",
        user_agent: SAFARI,
        device_fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        expires_at: expect.stringMatching(/Z$/),
      },
    ]);
    expect(body.sessions[1].last_activity).toBe(body.sessions[1].last_activity_at);
    expect(JSON.stringify(body)).not.toContain(viewer.refreshToken);
  });

  it("shows only what lives, and nobody else's", async () => {
    const viewer = await makeViewer();
    await makeViewer();
    const [ended, expired, idle] = await Promise.all([0, 1, 2].map(() => makeSession(viewer.user)));
    await sql("UPDATE sessions SET revoked_at = app_now() WHERE id = $1", [ended?.sessionId]);
    await sql("UPDATE sessions SET expires_at = app_now() WHERE id = $1", [expired?.sessionId]);
    await sql("UPDATE sessions SET idle_expires_at = app_now() WHERE id = $1", [idle?.sessionId]);
    const { sessions, count } = await callAs(viewer).output(listOwnSessions);
    expect({ ids: sessions.map(({ id }) => id), count }).toEqual({ ids: [viewer.sessionId], count: 1 });
  });

  it("takes two statements, however many there are", async () => {
    const viewer = await makeViewer();
    await Promise.all(Array.from({ length: 12 }, () => makeSession(viewer.user)));
    const counted = await countStatements(() => callAs(viewer).output(listOwnSessions));
    expect(counted).toMatchObject({ statements: 2, begins: 0, result: { count: 13 } });
  });

  expectRefused(listOwnSessions, { valid: () => ({}) });
});
