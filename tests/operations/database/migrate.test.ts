import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, inject, it } from "vitest";
import { migrationNames } from "@/scripts/database/schema-engine";
import { migrateDatabase } from "@/scripts/database/migrate-database";
import { createTestDatabase, dropTestDatabase } from "../../tools/test-cluster.mjs";

it("migrates, several at once, where the role's statements end after a moment", async () => {
  const serverUrl = inject("serverUrl");
  const url = await createTestDatabase(serverUrl, "template0");
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  try {
    await holder.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET statement_timeout = '20ms'`);
    await holder.query("SELECT pg_advisory_lock(7140021)");
    const outcomes = Promise.all([migrateDatabase(url), migrateDatabase(url)]);
    await sleep(300);
    await holder.query("SELECT pg_advisory_unlock(7140021)");
    expect((await outcomes).map((applied) => applied.length).sort()).toEqual([0, migrationNames().length]);
  } finally {
    await holder.end();
    await dropTestDatabase(serverUrl, url);
  }
});
