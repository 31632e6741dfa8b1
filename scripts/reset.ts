/** `npm run db:reset`: empties a database on this machine, then migrates and seeds it. */
import pg from "pg";
import { seedEmptyDatabase } from "@/prisma/seed/seed-database";
import { migrateDatabase } from "./database/migrate-database";
import { isLocalDatabase, withDatabase } from "./database/with-database";

await withDatabase(async ({ url }) => {
  if (!isLocalDatabase(url)) throw new Error("This database is on another machine: nothing was deleted.");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query("DROP SCHEMA public CASCADE");
    await client.query("CREATE SCHEMA public");
  } finally {
    await client.end();
  }
  await migrateDatabase(url);
  await seedEmptyDatabase(url);
  console.log("The database is new, with the demonstration's people.");
});
