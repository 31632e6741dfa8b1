/** The statement that makes accounts for others. */
import { AUDIT_CTES, type AuditRows } from "@/lib/audit/audit-event";
import type { Tx } from "@/lib/db";
import { newId } from "@/lib/ids";

export interface NewPerson {
  id: string;
  email: string;
  username: string;
  passwordHash: string | null;
  firstName: string | null;
  lastName: string | null;
  phoneNumber: string | null;
  isVerified: boolean;
  /** Of the product's own fields, checked. */
  customFields: Record<string, unknown>;
  organizationId: string | null;
  role: { id: string; organizationId: string | null };
  /** null: the command line. */
  grantedById: string | null;
  /** By which provider they came, where they came by themselves. */
  provider?: string;
  /** Of an account that had a life in another system. Its password is its owner's own. */
  moved?: { isActive: boolean; createdAt: string | null };
}

/**
 * Whose address or username is taken is left out, and so is their audit row.
 * A password that somebody else chose must be changed by its owner (ASVS V6.4.1).
 */
const CREATE = `
WITH n AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS n("id" uuid, "email" text, "username" text, "passwordHash" text, "firstName" text, "lastName" text,
    "phoneNumber" text, "isVerified" boolean, "customFields" jsonb, "provider" text, "isMoved" boolean, "isActive" boolean, "createdAt" timestamptz, "organizationId" uuid, "grantedById" uuid, "assignmentId" uuid, "roleId" uuid, "roleOrganizationId" uuid)),
person AS (
  INSERT INTO users (id, email, username, password_hash, password_changed_at, must_change_password, provider, first_name, last_name, phone_number, custom_fields,
    email_verified_at, is_active, mfa_enabled, active_organization_id, created_at, updated_at)
  SELECT n.id, n.email, n.username, n."passwordHash", CASE WHEN n."passwordHash" IS NOT NULL AND NOT n."isMoved" THEN app_now() END, n."passwordHash" IS NOT NULL AND NOT n."isMoved",
    coalesce(n."provider", CASE WHEN n."isMoved" THEN 'import' ELSE 'admin' END), n."firstName", n."lastName", n."phoneNumber", n."customFields",
    CASE WHEN n."isVerified" THEN app_now() END, n."isActive", false, n."organizationId", coalesce(n."createdAt", app_now()), app_now()
    FROM n
  ON CONFLICT DO NOTHING
  RETURNING id, active_organization_id),
member AS (
  INSERT INTO memberships (organization_id, user_id, created_at)
  SELECT active_organization_id, id, app_now() FROM person WHERE active_organization_id IS NOT NULL),
assigned AS (
  INSERT INTO role_assignments (id, user_id, role_id, organization_id, granted_by_id, created_at)
  SELECT n."assignmentId", person.id, n."roleId", n."roleOrganizationId", n."grantedById", app_now() FROM person JOIN n ON n.id = person.id),
${AUDIT_CTES("$2", "(value->'event'->>'target_user_id')::uuid IN (SELECT id FROM person)")}
SELECT id::text FROM person`;

/**
 * One statement for all of them, with the audit rows that name them as their targets.
 * @returns the ids of those who were made
 */
export async function createPeople(tx: Tx, people: readonly NewPerson[], audit: readonly AuditRows[] = []): Promise<string[]> {
  const rows = people.map(({ role, moved, ...person }) => ({
    ...person, isMoved: moved !== undefined, isActive: true, createdAt: null, ...moved, assignmentId: newId(), roleId: role.id, roleOrganizationId: role.organizationId,
  }));
  const made = await tx.$queryRawUnsafe<{ id: string }[]>(CREATE, JSON.stringify(rows), JSON.stringify(audit));
  return made.map(({ id }) => id);
}

/** @returns false when the address or the username is taken; then nothing was written. */
export async function createPerson(tx: Tx, person: NewPerson): Promise<boolean> {
  return (await createPeople(tx, [person])).length === 1;
}

const TAKEN = `SELECT EXISTS (SELECT 1 FROM users WHERE lower(email) = lower($1)) AS email`;

/** Which of the two was it? */
export async function isEmailTaken(tx: Tx, email: string): Promise<boolean> {
  const [row] = await tx.$queryRawUnsafe<{ email: boolean }[]>(TAKEN, email);
  return row?.email ?? false;
}

export interface GivenRole {
  id: string;
  name: string;
  permissions: string[];
}

const ROLE_COLUMNS = "r.id, r.name, ARRAY(SELECT permission FROM role_permissions p WHERE p.role_id = r.id) AS permissions";

const ROLE = `SELECT ${ROLE_COLUMNS} FROM roles r WHERE ($1::uuid IS NULL OR r.id = $1::uuid) AND ($2::text IS NULL OR r.name = $2::text)`;

/** By id or by name; where both are given they must agree. */
export async function findRole(tx: Tx, by: { id: string | null; name: string | null }): Promise<GivenRole | null> {
  const [row] = await tx.$queryRawUnsafe<GivenRole[]>(ROLE, by.id, by.name);
  return row ?? null;
}

/** Those that there are among these names. */
export const findRoles = (tx: Tx, names: readonly string[]): Promise<GivenRole[]> =>
  tx.$queryRawUnsafe<GivenRole[]>(`SELECT ${ROLE_COLUMNS} FROM roles r WHERE r.name = ANY($1::text[])`, names);
