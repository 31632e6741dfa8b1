/** What the database says of itself, and whether it is the one that this code expects. */
import type { Client } from "pg";
import { CATALOGUE } from "@/lib/access/catalogue";
import { env } from "@/lib/env";
import { readPreset } from "@/prisma/seed/apply-preset";
import { hasAdministrator } from "@/prisma/seed/create-administrator";
import { schemaDifferences } from "../database/check-drift";
import { migrationNames } from "../database/schema-engine";
import { withClient } from "../database/with-client";
import { demoFaults, pendingMigrations } from "../launch/database-faults.mjs";
import { about, type Finding, placeOf } from "./finding";

const MIGRATE = "npm run db:migrate";
const VERSION_MIN = 15;

const server = about("database");
const migrations = about("migrations");
const content = about("content");
const people = about("people");

/** @param url where it is; the checks write nothing */
export async function checkDatabase(url: string): Promise<Finding[]> {
  try {
    return await withClient(url, async (client) => {
      const found = [await checkServer(client, url), ...checkPooler(url)];
      const pending = await pendingMigrations(client);
      if (pending.length > 0) return [...found, migrations.fault(`the database lacks ${pending.join(", ")}`, MIGRATE)];
      return [...found, await checkHistory(client), await checkDrift(url), ...(await checkContent(client)), ...(await checkPeople(client)), await checkOutbox(client)];
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error);
    return [server.fault(`the database at ${placeOf(url)} cannot be asked: ${reason}`, "start it, or set DATABASE_URL to one that runs")];
  }
}

async function checkServer(client: Client, url: string): Promise<Finding> {
  const { rows } = await client.query<{ number: string; version: string }>("SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version");
  const { number = "0", version = "?" } = rows[0] ?? {};
  const isNew = Number(number) >= VERSION_MIN * 10_000;
  return isNew ? server.ok(`PostgreSQL ${version} at ${placeOf(url)}`) : server.fault(`PostgreSQL ${version} is too old`, `use version ${VERSION_MIN} or newer`);
}

/** Addresses by which the known hosts tell their poolers; a named statement there fails now and then. */
function checkPooler(url: string): Finding[] {
  const { hostname, port } = new URL(url);
  const isPooled = /pooler/.test(hostname) || port === "6543" || port === "6432";
  return isPooled && env.dbPooler === "none" ? [server.warning(`${hostname} looks like a transaction pooler`, "DB_POOLER=transaction")] : [];
}

async function checkHistory(client: Client): Promise<Finding> {
  const { rows } = await client.query<{ migration_name: string }>("SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL");
  const known = new Set(migrationNames());
  const ahead = rows.map((row) => row.migration_name).filter((name) => !known.has(name));
  if (ahead.length > 0) return migrations.warning(`the database is ahead of this code (${ahead.join(", ")})`, "deploy the version that brought them");
  return migrations.ok(`all ${known.size} are applied`);
}

async function checkDrift(url: string): Promise<Finding> {
  const differences = await schemaDifferences(url);
  if (differences.length === 0) return migrations.ok("the tables are those of prisma/schema");
  return migrations.fault(`the tables differ from prisma/schema; to it would lead: ${differences.join("; ")}`, "npm run db:check tells whether the migrations or somebody's hand did it");
}

async function checkContent(client: Client): Promise<Finding[]> {
  const names = async (table: "permissions" | "roles") => new Set((await client.query<{ name: string }>(`SELECT name FROM ${table}`)).rows.map((row) => row.name));
  const [permissions, roles] = [await names("permissions"), await names("roles")];
  const lackingPermissions = CATALOGUE.map((entry) => entry.name).filter((name) => !permissions.has(name));
  const lackingRoles = readPreset("default").roles.map((role) => role.name).filter((name) => !roles.has(name));
  return [
    lackingPermissions.length > 0 ? content.fault(`permissions are missing: ${lackingPermissions.join(", ")}`, MIGRATE) : content.ok(`the catalogue's ${CATALOGUE.length} permissions are there`),
    lackingRoles.length > 0 ? content.fault(`roles of the preset are missing: ${lackingRoles.join(", ")}`, MIGRATE) : content.ok(`${roles.size} roles, the preset's among them`),
  ];
}

async function checkPeople(client: Client): Promise<Finding[]> {
  const demo = await demoFaults(client);
  const isThere = await hasAdministrator(client);
  const found = [isThere ? people.ok("somebody is administrator") : people[env.isProduction ? "fault" : "warning"]("nobody is administrator", "npm run admin:create")];
  if (demo.length === 0) return found;
  const message = demo.join(" ");
  return [...found, env.isProduction && !env.isEmbedded ? people.fault(message, "delete them at /admin/users, or give them other passwords") : people.note("the demonstration's people are here, with the passwords that the README tells")];
}

async function checkOutbox(client: Client): Promise<Finding> {
  const outbox = about("outbox");
  const { rows } = await client.query<{ failed: number; late: number }>(
    `SELECT count(*) FILTER (WHERE status = 'failed')::int AS failed,
            count(*) FILTER (WHERE status = 'pending' AND next_attempt_at < app_now() - interval '10 minutes')::int AS late FROM outbox_messages`,
  );
  const { failed = 0, late = 0 } = rows[0] ?? {};
  if (failed + late === 0) return outbox.ok("nothing waits that should have gone");
  return outbox.warning(`${failed} messages were given up and ${late} are late`, "look for outbox.retry and outbox.given_up in the log");
}
