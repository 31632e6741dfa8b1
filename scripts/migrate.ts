/** `npm run db:migrate`: applies pending migrations and the bootstrap. */
import { migrateDatabase } from "./database/migrate-database";
import { withDatabase } from "./database/with-database";

await withDatabase(async ({ url }) => {
  const applied = await migrateDatabase(url);
  console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`);
});
