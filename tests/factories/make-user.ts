import { newId } from "@/lib/ids";
import { hashPassword } from "@/lib/session/password";
import { oneRow, sql } from "../setup/sql";
import { defaultOrganization } from "./make-organization";
import { giveRole, makeRole } from "./make-role";

export const TEST_PASSWORD = "long enough and known to nobody";

export interface UserOptions {
  email?: string;
  username?: string;
  firstName?: string | null;
  lastName?: string | null;
  /** null: an account without one. Default `TEST_PASSWORD`. */
  password?: string | null;
  mustChangePassword?: boolean;
  verified?: boolean;
  isActive?: boolean;
  /** true: until somebody lifts it; a date: until then. */
  banned?: boolean | Date;
  deleted?: boolean;
  /** Joined and active. Default: `default`; null: none. */
  organization?: { id: string } | null;
  /** Names of preset roles, such as `manager`. */
  roles?: readonly string[];
  /** Held through a role of their own. */
  permissions?: readonly string[];
  /** Where roles and permissions are held. Default: in the organization, or on the platform where there is none. */
  reach?: "organization" | "platform";
}

export interface TestUser {
  id: string;
  email: string;
  username: string;
  /** "" for an account without one. */
  password: string;
  organizationId: string | null;
}

let hashes: Map<string, Promise<string>> | undefined;

const hashOf = (password: string): Promise<string> => {
  const known = (hashes ??= new Map()).get(password) ?? hashPassword(password);
  hashes.set(password, known);
  return known;
};

/** A person with an address and a name that nobody else has. */
export async function makeUser(options: UserOptions = {}): Promise<TestUser> {
  const id = newId();
  const short = id.replaceAll("-", "").slice(8);
  const email = options.email ?? `person-${short}@example.com`;
  const username = options.username ?? `person-${short}`;
  const password = options.password === undefined ? TEST_PASSWORD : options.password;
  const organizationId = options.organization === undefined ? (await defaultOrganization()).id : (options.organization?.id ?? null);
  await sql(
    `INSERT INTO users (id, email, email_verified_at, username, first_name, last_name, password_hash, password_changed_at, must_change_password,
       is_active, banned_at, ban_expires_at, ban_reason, deleted_at, active_organization_id, created_at, updated_at)
     VALUES ($1, $2, CASE WHEN $3 THEN app_now() END, $4, $5, $6, $7, CASE WHEN $7::text IS NOT NULL THEN app_now() END, $8, $9,
       CASE WHEN $10 THEN app_now() END, $11, CASE WHEN $10 THEN 'test' END, CASE WHEN $12 THEN app_now() END, $13, app_now(), app_now())`,
    [
      id, email, options.verified ?? true, username, options.firstName ?? null, options.lastName ?? null,
      password === null ? null : await hashOf(password), options.mustChangePassword ?? false, options.isActive ?? true,
      Boolean(options.banned), options.banned instanceof Date ? options.banned : null, options.deleted ?? false, organizationId,
    ],
  );
  if (organizationId) await joinOrganization(id, organizationId);
  await giveRoles(id, options, organizationId);
  return { id, email, username, password: password ?? "", organizationId };
}

export async function joinOrganization(userId: string, organizationId: string): Promise<void> {
  await sql("INSERT INTO memberships (organization_id, user_id, created_at) VALUES ($1, $2, app_now())", [organizationId, userId]);
}

async function giveRoles(userId: string, { roles = [], permissions = [], reach }: UserOptions, organizationId: string | null): Promise<void> {
  const where = reach === "platform" ? null : organizationId;
  for (const name of roles) {
    const { id } = await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = $1", [name]);
    await giveRole(userId, id, where);
  }
  if (permissions.length > 0) await giveRole(userId, (await makeRole(permissions)).id, where);
}
