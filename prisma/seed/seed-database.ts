/**
 * The demonstration: sixty people, two organizations and ninety days of their history. Deterministic but for the
 * passwords' salts and for the clock, since the history ends today. Writes hashes and so bypasses the password policy.
 */
import type { Client } from "pg";
import { WRITE_AUDIT } from "@/lib/audit/audit-event";
import { randomToken } from "@/lib/crypto";
import { now } from "@/lib/clock";
import { hashPassword } from "@/lib/session/password";
import { inTransaction, withClient } from "@/scripts/database/with-client";
import { DEMO_PEOPLE } from "@/scripts/launch/demo-people.mjs";
import { type History, buildHistory } from "./build-history";
import { seedPatients } from "./build-patients"; // feature:patients
import { type SeedPerson, buildPeople } from "./build-people";
import { type Dice, createDice } from "./dice";

const SEED = 20_260_101;
const LOCK_KEY = 7_140_022;
const AUDIT_ROWS_AT_ONCE = 1000;

/**
 * Seeds a migrated database that has no people yet; any other it leaves alone.
 *
 * @returns whether the demonstration's people are in it, from now or from before
 */
export async function seedEmptyDatabase(databaseUrl: string): Promise<{ hasDemoPeople: boolean; isNew: boolean }> {
  return withClient(databaseUrl, (client) =>
    inTransaction(client, async () => {
      // Of several that start at once, one seeds and the others find people.
      await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK_KEY]);
      const { rowCount: people } = await client.query("SELECT 1 FROM users LIMIT 1");
      if (people === 0) await seed(client);
      const { rowCount } = await client.query("SELECT 1 FROM users WHERE lower(email) = $1", [DEMO_PEOPLE[0].email]);
      return { hasDemoPeople: rowCount === 1, isNew: people === 0 };
    }),
  );
}

async function seed(client: Client): Promise<void> {
  const dice = createDice(SEED);
  const today = now();
  const organizations = await ensureOrganizations(client, dice, today);
  const organizationOf = (person: SeedPerson) => (person.isNorthwind ? organizations.northwind : organizations.default);
  const people = buildPeople(dice, today, await hashPersonas(), await hashPassword(randomToken()));
  const history = buildHistory(dice, today, people, organizationOf);
  await insertPeople(client, people, organizationOf);
  await insertRoles(client, dice, people, organizationOf);
  await insertSessions(client, history);
  history.audit.push(...(await seedPatients(client, dice, today, people, organizationOf))); // feature:patients
  for (let start = 0; start < history.audit.length; start += AUDIT_ROWS_AT_ONCE) {
    await client.query(WRITE_AUDIT, [JSON.stringify(history.audit.slice(start, start + AUDIT_ROWS_AT_ONCE))]);
  }
}

async function hashPersonas(): Promise<Map<string, string>> {
  const passwords = [...new Set(DEMO_PEOPLE.map((person) => person.password))];
  return new Map(await Promise.all(passwords.map(async (password) => [password, await hashPassword(password)] as const)));
}

async function ensureOrganizations(client: Client, dice: Dice, today: Date): Promise<{ default: string; northwind: string }> {
  await client.query(
    `INSERT INTO organizations (id, slug, name, created_at, updated_at) VALUES ($1, 'northwind', 'Northwind', $2, $2) ON CONFLICT (slug) DO NOTHING`,
    [dice.idAt(today), today],
  );
  const { rows } = await client.query<{ id: string; slug: string }>("SELECT id, slug FROM organizations WHERE slug IN ('default', 'northwind')");
  const idOf = (slug: string) => {
    const found = rows.find((row) => row.slug === slug);
    if (!found) throw new Error(`There is no organization ${slug}: run npm run db:migrate first.`);
    return found.id;
  };
  return { default: idOf("default"), northwind: idOf("northwind") };
}

async function insertPeople(client: Client, people: SeedPerson[], organizationOf: (person: SeedPerson) => string): Promise<void> {
  const rows = people.map((person) => ({ ...person, active_organization_id: organizationOf(person) }));
  await client.query(
    `INSERT INTO users (id, email, username, first_name, last_name, country, city, occupation, password_hash, password_changed_at, email_verified_at,
       banned_at, ban_expires_at, ban_reason, last_login_at, active_organization_id, provider, created_at, updated_at)
     SELECT id, email, username, first_name, last_name, country, city, occupation, password_hash, created_at, email_verified_at,
       banned_at, ban_expires_at, ban_reason, last_login_at, active_organization_id, 'local', created_at, coalesce(last_login_at, created_at)
     FROM jsonb_populate_recordset(NULL::users, $1)`,
    [JSON.stringify(rows)],
  );
  await client.query(
    `INSERT INTO memberships (organization_id, user_id, created_at)
     SELECT active_organization_id, id, created_at FROM jsonb_populate_recordset(NULL::users, $1)`,
    [JSON.stringify(rows)],
  );
}

/** The administrator's role is the platform's; everybody else's is their organization's. */
async function insertRoles(client: Client, dice: Dice, people: SeedPerson[], organizationOf: (person: SeedPerson) => string): Promise<void> {
  const rows = people.map((person) => ({
    id: dice.idAt(person.created_at),
    user_id: person.id,
    role: person.role,
    organization_id: person.role === "admin" ? null : organizationOf(person),
    created_at: person.created_at,
  }));
  await client.query(
    `INSERT INTO role_assignments (id, user_id, role_id, organization_id, created_at)
     SELECT entry.id, entry.user_id, roles.id, entry.organization_id, entry.created_at
     FROM jsonb_to_recordset($1) AS entry (id uuid, user_id uuid, role text, organization_id uuid, created_at timestamptz)
     JOIN roles ON roles.name = entry.role`,
    [JSON.stringify(rows)],
  );
}

async function insertSessions(client: Client, { sessions }: History): Promise<void> {
  const rows = JSON.stringify(sessions);
  await client.query(
    `INSERT INTO sessions (id, user_id, organization_id, device_name, browser, os, device_fingerprint, ip_address, user_agent, country, city,
       amr, auth_time, created_at, last_activity_at, expires_at, revoked_at, revoke_reason, leaf_token_id)
     SELECT id, user_id, organization_id, device_name, browser, os, device_fingerprint, ip_address, user_agent, country, city,
       ARRAY['pwd'], created_at, created_at, last_activity_at, expires_at, revoked_at, revoke_reason, (value->>'token_id')::uuid
     FROM jsonb_array_elements($1) AS value, jsonb_populate_record(NULL::sessions, value)
     -- Older ones would be pruned at the first start; what happened in them stands in the audit trail.
     WHERE expires_at > now() - interval '30 days'`,
    [rows],
  );
  await client.query(
    `INSERT INTO refresh_tokens (id, session_id, token_hash, state, created_at)
     SELECT token_id, id, token_hash, CASE WHEN revoked_at IS NULL THEN 'active' ELSE 'revoked' END, created_at
     FROM jsonb_to_recordset($1) AS entry (id uuid, token_id uuid, token_hash bytea, created_at timestamptz, revoked_at timestamptz)
     WHERE id IN (SELECT id FROM sessions)`,
    [rows],
  );
}
