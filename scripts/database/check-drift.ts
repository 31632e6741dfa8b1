/** Says what the migrations and `prisma/schema` disagree on, by building a database from the migrations alone. */
import { applyMigrations } from "./migrate-database";
import { noFilter, repositoryRoot, schemaFiles, withSchemaEngine } from "./schema-engine";
import { withClient } from "./with-client";

/** Objects of the migrations' SQL that Prisma sees but cannot declare; each carries its reason. */
const SQL_ONLY = [
  // Prisma has no NULLS NOT DISTINCT.
  'DROP INDEX "role_assignments_holder_key"',
];

/**
 * @param serverUrl a database on a server where databases may be created
 * @returns the SQL statements that would bring a migrated database to the schema; empty: no drift
 */
export async function findDrift(serverUrl: string): Promise<string[]> {
  const name = `gatehouse_drift_${process.pid}`;
  return withClient(serverUrl, async (client) => {
    await client.query(`CREATE DATABASE ${name}`);
    try {
      const url = new URL(serverUrl);
      url.pathname = `/${name}`;
      await applyMigrations(url.href);
      return await schemaDifferences(url.href);
    } finally {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  });
}

/** The statements that would bring this very database to `prisma/schema`; empty: it is there. Changes nothing. */
export const schemaDifferences = (url: string): Promise<string[]> =>
  withSchemaEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files: schemaFiles(), configDir: repositoryRoot },
      to: { tag: "schemaDatamodel", files: schemaFiles() },
      script: true,
      exitCode: null,
      filters: noFilter,
    });
    return (stdout ?? "")
      .split(/;\s*$/m)
      .map((statement) => statement.replace(/^--.*$/gm, "").trim())
      .filter((statement) => statement !== "" && !SQL_ONLY.includes(statement));
  });
