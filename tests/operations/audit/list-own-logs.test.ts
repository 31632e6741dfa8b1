import { describe, expect, it } from "vitest";
import { banUser } from "@/lib/features/admin/operations/ban-user";
import { unbanUser } from "@/lib/features/admin/operations/unban-user";
import { listOwnLogs } from "@/lib/features/audit/operations/list-own-logs";
import { login } from "@/lib/features/auth/operations/login";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";

describe("allowed", () => {
  it("lists what I did and what was done to me, but not who did it from where", async () => {
    const user = await makeUser();
    const stranger = await makeUser();
    const admin = await makeViewer(["*"], { reach: "platform" });
    const from = { ip: "203.0.113.5" };
    await callAs(null, from).output(login, { input: { identifier: user.email, password: user.password } });
    await callAs(null, from).refusal(login, { input: { identifier: user.email, password: "not this one" } });
    await callAs(null, from).output(login, { input: { identifier: stranger.email, password: stranger.password } });
    await callAs(admin, { ip: "203.0.113.200" }).output(banUser, { params: { id: user.id }, input: { reason: "An inner matter" } });
    await callAs(admin).output(unbanUser, { params: { id: user.id }, input: {} });
    const { statements, result } = await countStatements(async () => callAs(await makeSession(user)).output(listOwnLogs));
    // One of them begins the session, one counts.
    expect(statements).toBeLessThanOrEqual(4);
    expect(result).toMatchObject({
      count: 4,
      limit: 50,
      offset: 0,
      next_cursor: null,
      logs: [
        { action: "user.unbanned", actor: null },
        { action: "user.banned", actor: null, actor_user_id: null, ip_address: null, session_id: null, metadata: null, target: user.email },
        { action: "user.login_failed", ip_address: "203.0.113.5", success: false },
        { action: "user.login", actor: user.email, ip_address: "203.0.113.5", device_name: "Firefox on Linux", success: true },
      ],
    });
    for (const hidden of [admin.user.id, admin.user.email, "203.0.113.200", "An inner matter", stranger.id]) expect(JSON.stringify(result)).not.toContain(hidden);
  });

  it("filters by action, and goes on by offset and by cursor", async () => {
    const user = await makeUser();
    for (let round = 0; round < 3; round += 1) await callAs(null).output(login, { input: { identifier: user.email, password: user.password } });
    const me = callAs(await makeSession(user));
    expect((await me.output(listOwnLogs, { query: { action: "session.*" } })).count).toBe(0);
    const all = (await me.output(listOwnLogs, { query: { action: "user.login" } })).logs.map(({ id }) => id);
    expect(all).toHaveLength(3);
    const first = await me.output(listOwnLogs, { query: { limit: "2" } });
    const second = await me.output(listOwnLogs, { query: { limit: "2", cursor: first.next_cursor ?? "" } });
    const skipped = await me.output(listOwnLogs, { query: { limit: "2", offset: "2" } });
    expect([...first.logs, ...second.logs].map(({ id }) => id)).toEqual(all);
    expect(skipped.logs).toEqual(second.logs);
  });
});

describe("refused and invalid", () => {
  expectRefused(listOwnLogs, {
    valid: () => ({}),
    invalidQuery: { "too many rows": { limit: "201" }, "no rows": { limit: "0" }, "an action that is none": { action: "*" }, "a cursor that is none": { cursor: "x" } },
  });

  it("writes nothing", async () => {
    const viewer = await makeViewer();
    expect(await auditRowsOf(() => rowsUnchanged(() => callAs(viewer).output(listOwnLogs), []))).toEqual([]);
  });
});
