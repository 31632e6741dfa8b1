/** The one statement of a registration: person, membership, role, token of the verification, audit row and mails; and session and device, where nothing has to be confirmed first. */
import { DEFAULT_ROLE } from "@/lib/access/default-role";
import { AUDIT_CTES, type AuditRows } from "@/lib/audit/audit-event";
import { statement } from "@/lib/db";
import { IS_HELD_SQL } from "@/lib/features/verification/address-in-use";
import { outboxInsert, type OutboxMessage, outboxRow } from "@/lib/outbox/outbox";
import { HELD_ROLES_SQL } from "@/lib/session/held-roles";
import { KEEP_DEVICE_CTE, type KnownDevice } from "@/lib/session/known-device";
import { type IssuedToken, ISSUE_TOKEN_SQL } from "@/lib/session/one-time-token";
import { BEGIN_SESSION_CTES, type NewSession } from "@/lib/session/session-store";
import type { Begun } from "./repo";

/** New accounts join it; it comes with the bootstrap, as their role does. */
const DEFAULT_ORGANIZATION = "default";

const IS_MADE = "EXISTS (SELECT 1 FROM person)";

/** The person, from the JSON of `$1`, and what every account has. No row of `person`: the address or the username is taken. */
const PERSON_CTES = (lastLoginAt: "app_now()" | "NULL::timestamptz") => `
person AS (
  INSERT INTO users (id, email, username, password_hash, password_changed_at, provider, first_name, last_name, phone_number, custom_fields,
    is_active, mfa_enabled, must_change_password, active_organization_id, last_login_at, created_at, updated_at)
  SELECT n.id, n.email, n.username, n.password_hash, app_now(), 'local', n.first_name, n.last_name, n.phone_number, n.custom_fields,
    true, false, false, n.organization_id, ${lastLoginAt}, app_now(), app_now()
    FROM jsonb_to_record($1::jsonb) AS n(id uuid, email text, username text, password_hash text, first_name text,
           last_name text, phone_number text, custom_fields jsonb, organization_id uuid)
   WHERE NOT ${IS_HELD_SQL("n.email")}
  ON CONFLICT DO NOTHING
  RETURNING id, active_organization_id),
member AS (
  INSERT INTO memberships (organization_id, user_id, created_at)
  SELECT active_organization_id, id, app_now() FROM person),
assigned AS (
  INSERT INTO role_assignments (id, user_id, role_id, organization_id, created_at)
  SELECT ($1::jsonb->>'role_assignment_id')::uuid, person.id, roles.id, person.active_organization_id, app_now()
    FROM person, roles WHERE roles.name = '${DEFAULT_ROLE}'),
issued AS (${ISSUE_TOKEN_SQL("$2", IS_MADE)}),
mailed AS (${outboxInsert("$3", IS_MADE)})`;

const REGISTER = `
WITH ${PERSON_CTES("app_now()")},
${BEGIN_SESSION_CTES("$4")},
${KEEP_DEVICE_CTE("$5")},
${AUDIT_CTES("$6", IS_MADE)}
SELECT s.id AS "sessionId", s.user_id AS "userId", s.organization_id AS "organizationId", s.amr, s.auth_time AS "authTime",
       s.expires_at AS "expiresAt", '[]'::json AS roles
  FROM session_begun s`;

const FIND_HOME = `SELECT id FROM organizations WHERE slug = '${DEFAULT_ORGANIZATION}'`;

/** The organization that everybody joins. @throws Error in a database without bootstrap */
export async function findHome(): Promise<string> {
  const [home] = await statement<{ id: string }>("register.home", FIND_HOME, []);
  if (!home) throw new Error("there is no organization to join: run npm run db:migrate");
  return home.id;
}

export interface NewAccount {
  person: Record<string, unknown>;
  /** Has the address confirmed. */
  token: IssuedToken;
  mails: OutboxMessage[];
}

const parametersOf = ({ person, token, mails }: NewAccount) => [JSON.stringify(person), JSON.stringify(token.row), JSON.stringify(mails.map(outboxRow))];

export interface Registration extends NewAccount {
  session: NewSession;
  device: KnownDevice | null;
  audit: AuditRows;
}

/** null when the address or the username is taken; then nothing was written. */
export async function register({ session, device, audit, ...account }: Registration): Promise<Begun | null> {
  const [row] = await statement<Begun & Record<string, unknown>>("register.insert", REGISTER, [
    ...parametersOf(account),
    JSON.stringify(session.row),
    device && JSON.stringify(device.row),
    JSON.stringify([audit]),
  ]);
  return row ?? null;
}

/** Nobody is signed in. */
const REGISTER_UNCONFIRMED = `
WITH ${PERSON_CTES("NULL::timestamptz")},
${AUDIT_CTES("$4", IS_MADE)}
SELECT ${IS_MADE} AS "isMade"`;

/** @returns false when the address or the username is taken; then nothing was written */
export async function registerUnconfirmed({ audit, ...account }: NewAccount & { audit: AuditRows }): Promise<boolean> {
  const [row] = await statement<{ isMade: boolean }>("register.unconfirmed", REGISTER_UNCONFIRMED, [...parametersOf(account), JSON.stringify([audit])]);
  return row?.isMade ?? false;
}

const TELL = `
WITH told AS (${outboxInsert("$1")}),
${AUDIT_CTES("$2")}
SELECT 1 AS written`;

/** The owner of an address learns of a try to register with it. */
export async function tellOfTry(notice: OutboxMessage, audit: AuditRows): Promise<void> {
  await statement("register.tell-of-try", TELL, [JSON.stringify([outboxRow(notice)]), JSON.stringify([audit])]);
}

const HELD = `SELECT ${HELD_ROLES_SQL("$1::uuid", "$2::uuid")} AS roles`;

/** Rows that a statement inserts are not visible to its own sub-queries, so the roles are read once it is done. */
export async function rolesOf(userId: string, organizationId: string | null): Promise<Begun["roles"]> {
  const [row] = await statement<{ roles: Begun["roles"] }>("roles.held", HELD, [userId, organizationId]);
  return row?.roles ?? [];
}

const WHO_HAS = `
SELECT EXISTS (SELECT 1 FROM users WHERE lower(email) = lower($1)) OR ${IS_HELD_SQL("$1")} AS email,
       EXISTS (SELECT 1 FROM users WHERE lower(username) = lower($2)) AS username`;

export async function whatIsTaken(email: string, username: string): Promise<{ email: boolean; username: boolean }> {
  const [row] = await statement<{ email: boolean; username: boolean }>("register.taken", WHO_HAS, [email, username]);
  return row ?? { email: true, username: false };
}
