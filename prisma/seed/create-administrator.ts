/** Makes somebody an administrator of the whole platform: the first one at a first start, others by `npm run admin:create`. */
import type { ClientBase } from "pg";
import { sealEvent, WRITE_AUDIT } from "@/lib/audit/audit-event";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";
import { hashPassword } from "@/lib/session/password";
import { passwordProblems } from "@/lib/session/password-policy";

export interface NewAdministrator {
  email: string;
  /** Needed for a new account; for an existing one, undefined leaves the password alone. */
  password?: string;
  username?: string;
  /** Whether an existing account may be given the role. Never by variables: whoever registers the address first would get it. */
  mayPromote: boolean;
}

/** True when somebody who is neither banned nor deleted holds `*` on the whole platform. */
export async function hasAdministrator(client: ClientBase): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM role_assignments a JOIN role_permissions p USING (role_id) JOIN users u ON u.id = a.user_id
     WHERE p.permission = '*' AND a.organization_id IS NULL AND (a.expires_at IS NULL OR a.expires_at > app_now())
       AND u.is_active AND u.deleted_at IS NULL AND u.banned_at IS NULL LIMIT 1`,
  );
  return rowCount === 1;
}

/**
 * Call it inside a transaction, so that change and audit row commit together.
 *
 * @throws Error with a sentence when the password cannot be used or AUTH_SECRET, which signs the audit row, is missing
 */
export async function createAdministrator(client: ClientBase, person: NewAdministrator): Promise<{ isNew: boolean; isChanged: boolean }> {
  if (env.authSecret === "") throw new Error("AUTH_SECRET is not set: the audit row of a new administrator is signed with it.");
  const email = person.email.trim().toLowerCase();
  const problems = person.password === undefined ? [] : await passwordProblems(person.password, { email });
  if (problems.length > 0) throw new Error(`The administrator's password cannot be used. ${problems.join(" ")}`);
  const existing = await client.query<{ id: string }>("SELECT id FROM users WHERE lower(email) = $1", [email]);
  const known = existing.rows[0];
  if (known && !person.mayPromote) return { isNew: false, isChanged: false };
  const userId = known ? known.id : await insertUser(client, { ...person, email });
  if (known && person.password !== undefined) await replacePassword(client, userId, person.password);
  await grantAdministrator(client, userId);
  const { event, personal } = sealEvent(
    { action: known ? "rbac.role_assigned" : "user.admin_created", targetUserId: userId, identifier: email, metadata: { role: "admin", via: "command" } },
    { actorId: null, impersonatorId: null, organizationId: null, sessionId: null, requestId: newId(), ipAddress: null, userAgent: null },
  );
  await client.query(WRITE_AUDIT, [JSON.stringify([{ event, personal }])]);
  return { isNew: !known, isChanged: true };
}

async function insertUser(client: ClientBase, { email, password, username }: NewAdministrator): Promise<string> {
  if (password === undefined) throw new Error(`There is no account ${email} yet: give a password for it.`);
  const id = newId();
  const hash = await hashPassword(password);
  await client.query(
    `INSERT INTO users (id, email, email_verified_at, username, password_hash, password_changed_at, provider, active_organization_id, created_at, updated_at)
     SELECT $1, $2, app_now(), $3, $4, app_now(), 'admin', o.id, app_now(), app_now() FROM organizations o WHERE o.slug = 'default'`,
    [id, email, username ?? (await freeUsername(client, email)), hash],
  );
  await client.query(
    `INSERT INTO memberships (organization_id, user_id, created_at)
     SELECT id, $1, app_now() FROM organizations WHERE slug = 'default'`,
    [id],
  );
  return id;
}

/** The address's local part, with a number behind it where that is taken. */
async function freeUsername(client: ClientBase, email: string): Promise<string> {
  const local = email.split("@")[0]?.replace(/[^a-z0-9_.-]/g, "").slice(0, 30) || "admin";
  const { rows } = await client.query<{ username: string }>("SELECT lower(username) AS username FROM users WHERE lower(username) LIKE $1 || '%'", [local]);
  const taken = new Set(rows.map((row) => row.username));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? local : `${local}${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** A changed password ends every session, as it does in the application. */
async function replacePassword(client: ClientBase, userId: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await client.query(
    `UPDATE users SET password_hash = $2, password_changed_at = app_now(), must_change_password = false, updated_at = app_now() WHERE id = $1`,
    [userId, hash],
  );
  await client.query(
    `UPDATE sessions SET revoked_at = app_now(), revoke_reason = 'password_changed' WHERE user_id = $1 AND revoked_at IS NULL`,
    [userId],
  );
}

const grantAdministrator = (client: ClientBase, userId: string) =>
  client.query(
    `INSERT INTO role_assignments (id, user_id, role_id, organization_id, created_at)
     SELECT $1, $2, id, NULL, app_now() FROM roles WHERE name = 'admin'
     ON CONFLICT (user_id, role_id, organization_id) DO UPDATE SET expires_at = NULL`,
    [newId(), userId],
  );
