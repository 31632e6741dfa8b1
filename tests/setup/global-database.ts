/** Once per run: the server, and the template that each test file's database is copied from. */
import type { TestProject } from "vitest/node";
import { applyMigrations } from "@/scripts/database/migrate-database";
import { bootstrap } from "@/prisma/seed/bootstrap";
import pg from "pg";
import { joinTestCluster } from "../tools/test-cluster.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** A database from which others may be created and dropped. */
    serverUrl: string;
    templateName: string;
  }
}

async function migrateAndBootstrap(url: string): Promise<void> {
  await applyMigrations(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await bootstrap(client);
  } finally {
    await client.end();
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await joinTestCluster();
  try {
    project.provide("serverUrl", cluster.url);
    project.provide("templateName", await cluster.template("plain", migrateAndBootstrap));
  } catch (error) {
    await cluster.leave();
    throw error;
  }
  return cluster.leave;
}
