/** `npm run db:reset`: empties a database on this machine, then migrates and seeds it. */
import { env } from "@/lib/env";
import { seedEmptyDatabase } from "@/prisma/seed/seed-database";
import { migrateDatabase } from "./database/migrate-database";
import { isLocalDatabase, withDatabase } from "./database/with-database";
import { withClient } from "./database/with-client";

await withDatabase(async ({ url }) => {
  if (!isLocalDatabase(url)) throw new Error("This database is on another machine: nothing was deleted.");
  await withClient(url, async (client) => {
    await client.query(`DROP SCHEMA IF EXISTS "${env.databaseSchema}" CASCADE`);
    await client.query(`CREATE SCHEMA "${env.databaseSchema}"`);
  });
  await migrateDatabase(url);
  await seedEmptyDatabase(url);
  console.log("The database is new, with the demonstration's people.");
});
