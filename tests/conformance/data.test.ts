import { describe, expect } from "vitest";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { oneRow, sql } from "../setup/sql";
import { conforms } from "./conforms";
import type { TestedId } from "./rows/all-rows";
import { send } from "./wire";

/** Which table of ours holds it, and the columns that it must have. */
const TABLES: [TestedId, string, string][] = [
  ["3.1-users", "users", "id email password_hash provider email_verified_at is_active mfa_enabled first_name last_name phone_number date_of_birth avatar_id bio address city state country zip_code occupation last_login_at created_at updated_at"],
  ["3.1-roles", "roles", "id name display_name description is_system created_at updated_at"],
  ["3.1-permissions", "permissions", "id name display_name description category resource action is_system created_at"],
  ["3.1-role_permissions", "role_permissions", "role_id permission granted_at"],
  ["3.1-audit_log_entries", "audit_events", "id occurred_at action actor_id target_user_id session_id organization_id success error_code metadata"],
  ["3.1-user_activity_logs", "audit_personal", "event_id ip_address user_agent"],
  ["3.1-activity_logs", "audit_events", "stream resource_type resource_id phi_accessed metadata"],
  ["3.1-user_sessions", "sessions", "id user_id organization_id device_name device_fingerprint ip_address user_agent country city created_at last_activity_at expires_at revoked_at revoke_reason"],
  ["3.2-user_roles", "role_assignments", "user_id role_id organization_id granted_by_id expires_at created_at"],
  ["3.3-profiles", "users", "custom_fields"],
];

const columnsOf = async (table: string): Promise<string[]> =>
  (await sql<{ name: string }>("SELECT column_name AS name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1", [table])).map(({ name }) => name);

describe("tables", () => {
  for (const [id, table, columns] of TABLES) conforms(id, async () => expect(await columnsOf(table)).toEqual(expect.arrayContaining(columns.split(" "))));

  conforms("3.1-blacklisted_tokens", async () => {
    const viewer = await makeViewer();
    await sql("UPDATE sessions SET revoked_at = app_now() WHERE id = $1", [viewer.sessionId]);
    expect((await send("GET /api/auth/check-auth", { as: viewer })).status).toBe(401);
  });

  conforms("3.2-username", async () => {
    const { username, email } = await makeUser();
    await expect(makeUser({ username: username.toUpperCase() })).rejects.toThrow(/unique/);
    await expect(makeUser({ email })).rejects.toThrow(/unique/);
  });

  conforms("3.3-lockout", async () => {
    const [admin, person] = [await makeViewer([], { roles: ["admin"] }), await makeUser()];
    for (let guess = 0; guess < 10; guess += 1) await send("POST /api/auth/login", { body: { email: person.email, password: "not this one" } });
    expect((await send(`GET /api/admin/users/${person.id}`, { as: admin })).body.locked_until).toEqual(expect.any(String));
    expect((await columnsOf("users")).filter((name) => /attempt|locked/.test(name))).toEqual([]);
    await send(`POST /api/admin/users/${person.id}/unlock`, { as: admin, body: {} });
    expect((await send(`GET /api/admin/users/${person.id}`, { as: admin })).body.locked_until).toBeNull();
    expect(await oneRow("SELECT count(*)::int AS n FROM audit_events WHERE action = 'user.unlocked' AND target_user_id = $1", [person.id])).toEqual({ n: 1 });
  });
});
