import { newId } from "@/lib/ids";
import { sql } from "../setup/sql";

export interface TestRole {
  id: string;
  name: string;
}

/** A role that holds exactly these names or wildcards. */
export async function makeRole(permissions: readonly string[]): Promise<TestRole> {
  const id = newId();
  const name = `test_${id.replaceAll("-", "")}`;
  await sql("INSERT INTO roles (id, name, display_name, created_at, updated_at) VALUES ($1, $2, 'Test role', app_now(), app_now())", [id, name]);
  await sql("INSERT INTO role_permissions (role_id, permission, granted_at) SELECT $1, unnest($2::text[]), app_now()", [id, permissions]);
  return { id, name };
}

/** Gives a role; organization null: on the whole platform. */
export async function giveRole(userId: string, roleId: string, organizationId: string | null, expiresAt: Date | null = null): Promise<void> {
  await sql(
    "INSERT INTO role_assignments (id, user_id, role_id, organization_id, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, app_now())",
    [newId(), userId, roleId, organizationId, expiresAt],
  );
}
