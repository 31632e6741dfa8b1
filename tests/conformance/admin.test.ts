import { beforeAll, describe, expect } from "vitest";
import { newId } from "@/lib/ids";
import { makeRole } from "../factories/make-role";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { conforms } from "./conforms";
import { DETAIL, ERROR, INSTANT, LOG, MAYBE, MESSAGES, PAGE, SESSION, SUMMARY, UUID } from "./shapes";
import { send } from "./wire";

let admin: TestViewer;
beforeAll(async () => {
  admin = await makeViewer([], { roles: ["admin"], reach: "platform", password: null });
});

const ask = (line: string, body?: unknown) => send(line, { as: admin, body });
const rowsOf = async (work: () => Promise<unknown>) => (await auditRowsOf(work)).map(({ action, target_user_id }) => [action, target_user_id]);

describe("people", () => {
  conforms("AD1", async () => {
    const role = await makeRole([]);
    const mark = newId().slice(-12);
    const person = await makeUser({ email: `Q_${mark}@example.com`.toLowerCase(), roles: [role.name] });
    const shut = await makeUser({ email: `q_${mark}x@example.com`, isActive: false, roles: [role.name] });
    const answer = await ask(`GET /api/admin/users?q=Q_${mark}&is_active=true&role_id=${role.id}&per_page=5`);
    expect([answer.status, answer.body]).toEqual([200, { users: [{ ...SUMMARY, id: person.id, role_id: role.id, role_name: role.name }], ...PAGE, total: 1, count: 1, page: 1, pages: 1, per_page: 5 }]);
    expect((await ask(`GET /api/admin/users?q=q_${mark}&is_active=false`)).body.users.map(({ id }: { id: string }) => id)).toEqual([shut.id]);
    expect((await ask(`GET /api/admin/users?q=q%25${mark}`)).body.users).toEqual([]);
    expect((await ask("GET /api/admin/users")).body).toMatchObject({ page: 1, per_page: 20 });
    const refused = await send("GET /api/admin/users", { as: await makeViewer() });
    expect([refused.status, refused.body]).toEqual([403, { ...ERROR, code: "FORBIDDEN" }]);
  });

  conforms("AD2", async () => {
    const role = await makeRole([]);
    for (const named of [{ role: role.name }, { role_id: role.id }]) {
      const email = `created-${newId()}@example.com`;
      const body = { email, password: "chosen by an administrator once", first_name: "Ada", last_name: "Lovelace", phone_number: "+44 20 7946 0000", is_verified: true, send_invite: false, ...named };
      const rows = await rowsOf(async () => {
        const answer = await ask("POST /api/admin/users", body);
        const user = { ...DETAIL, email, first_name: "Ada", provider: "admin", is_verified: true, role_id: role.id, role_name: role.name, must_change_password: true };
        expect([answer.status, answer.body]).toEqual([201, { ...MESSAGES, user_id: UUID, user }]);
      });
      expect(rows).toEqual([["user.admin_created", expect.any(String)]]);
      const again = await ask("POST /api/admin/users", body);
      expect([again.status, again.body]).toMatchObject([409, { ...ERROR, code: "EMAIL_TAKEN" }]);
    }
    expect((await ask("POST /api/admin/users", { email: "no address", password: "short" })).status).toBe(422);
    expect((await ask("POST /api/admin/users", { email: `x-${newId()}@example.com`, role: "nobody_has_this" })).status).toBe(422);
  });

  conforms("AD3", async () => {
    const person = await makeUser();
    await makeSession(person);
    for (let ban = 0; ban < 3; ban += 1) for (const step of ["ban", "unban"]) await ask(`POST /api/admin/users/${person.id}/${step}`, {});
    await makeSession(person);
    const answer = await ask(`GET /api/admin/users/${person.id}`);
    const detail = { ...DETAIL, id: person.id, is_active: true, is_verified: true };
    expect([answer.status, answer.body]).toEqual([200, { ...detail, user: detail, active_sessions: 1, active_sessions_count: 1, last_login: MAYBE.instant, ban_history: [LOG, LOG, LOG, LOG, LOG] }]);
    for (const { target_user_id } of answer.body.ban_history) expect(target_user_id).toBe(person.id);
    expect((await ask(`GET /api/admin/users/${newId()}`)).status).toBe(404);
  });

  conforms("AD4", async () => {
    for (const [query, hard, action] of [["", false, "user.soft_deleted"], ["?hard=true", true, "user.hard_deleted"]] as const) {
      const viewer = await makeViewer();
      const rows = await rowsOf(async () => {
        const answer = await ask(`DELETE /api/admin/users/${viewer.user.id}${query}`);
        expect([answer.status, answer.body]).toEqual([200, { ...MESSAGES, user_id: viewer.user.id, hard_delete: hard, sessions_revoked: 1 }]);
      });
      expect(rows).toEqual([[action, viewer.user.id]]);
      expect((await send("GET /api/auth/check-auth", { as: viewer })).status).toBe(401);
    }
    expect((await ask(`DELETE /api/admin/users/${admin.user.id}`)).body).toMatchObject({ code: "CANNOT_DELETE_SELF" });
    expect((await ask(`DELETE /api/admin/users/${newId()}`)).status).toBe(404);
  });

  conforms("AD5", async () => {
    const minutesOf = (at: string) => Math.round((Date.parse(at) - Date.now()) / 60_000);
    for (const [length, minutes] of [[{ duration_minutes: 90 }, 90], [{ duration_hours: 2 }, 120], [{}, null]] as const) {
      const viewer = await makeViewer();
      const rows = await rowsOf(async () => {
        const answer = await ask(`POST /api/admin/users/${viewer.user.id}/ban`, { reason: "Spam", ...length });
        expect([answer.status, answer.body]).toEqual([200, { ...MESSAGES, user_id: viewer.user.id, sessions_revoked: 1, reason: "Spam", ban_expires_at: minutes === null ? null : INSTANT }]);
        if (minutes !== null) expect(minutesOf(answer.body.ban_expires_at)).toBe(minutes);
      });
      expect(rows).toEqual([["user.banned", viewer.user.id]]);
      expect((await send("GET /api/auth/check-auth", { as: viewer })).status).toBe(401);
      expect((await ask(`POST /api/admin/users/${viewer.user.id}/ban`, {})).body).toMatchObject({ message: expect.any(String), user_id: viewer.user.id, unchanged: true });
    }
    expect((await ask(`POST /api/admin/users/${admin.user.id}/ban`, {})).body).toMatchObject({ code: "CANNOT_BAN_SELF" });
    expect((await ask(`POST /api/admin/users/${newId()}/ban`, {})).status).toBe(404);
  });

  conforms("AD6", async () => {
    const person = await makeUser({ banned: true });
    const rows = await rowsOf(async () => {
      const answer = await ask(`POST /api/admin/users/${person.id}/unban`, { reason: "A mistake" });
      expect([answer.status, answer.body]).toEqual([200, { ...MESSAGES, user_id: person.id }]);
    });
    expect(rows).toEqual([["user.unbanned", person.id]]);
    expect((await send("POST /api/auth/login", { body: { email: person.email, password: person.password } })).status).toBe(200);
  });

  conforms("AD7", async () => {
    const viewer = await makeViewer();
    await makeSession(viewer.user);
    await send("POST /api/auth/logout", { as: viewer });
    const answer = await ask(`GET /api/admin/users/${viewer.user.id}/sessions`);
    const session = { ...SESSION, jti: UUID, user_id: viewer.user.id };
    const ended = { ...session, session_id: viewer.sessionId, is_active: false, revoked: true, revoked_at: INSTANT, revoke_reason: "user_logout" };
    expect([answer.status, answer.body]).toEqual([200, { user_id: viewer.user.id, sessions: [{ ...session, is_active: true }, ended], count: 2 }]);
    expect((await ask(`GET /api/admin/users/${newId()}/sessions`)).status).toBe(404);
  });

  conforms("AD8", async () => {
    const viewer = await makeViewer();
    await makeSession(viewer.user);
    const rows = await rowsOf(async () => {
      const answer = await ask(`POST /api/admin/users/${viewer.user.id}/sessions/revoke-all`);
      expect([answer.status, answer.body]).toEqual([200, { ...MESSAGES, user_id: viewer.user.id, sessions_revoked: 2 }]);
    });
    expect(rows).toEqual([["session.admin_revoke_all", viewer.user.id]]);
    expect((await send("GET /api/auth/check-auth", { as: viewer })).status).toBe(401);
    expect((await ask(`POST /api/admin/users/${newId()}/sessions/revoke-all`)).status).toBe(404);
  });
});
