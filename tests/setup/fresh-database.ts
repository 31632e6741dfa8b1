import { inject } from "vitest";
import { closeDatabase } from "@/lib/db";
import { forgetEnv } from "@/lib/env";
import { createTestDatabase, dropTestDatabase } from "../tools/test-cluster.mjs";

/**
 * Gives this test file a new database as bootstrap leaves it: organization `default`, catalogue, preset roles, nobody
 * in it, no audit row. For tests that count or list everything; others use data of their own.
 */
export async function freshDatabase(): Promise<void> {
  const serverUrl = inject("serverUrl");
  const used = String(process.env.DATABASE_URL);
  await closeDatabase();
  process.env.DATABASE_URL = await createTestDatabase(serverUrl, inject("templateName"));
  forgetEnv();
  await dropTestDatabase(serverUrl, used);
}
