/** `node migrate.mjs` in the image: applies pending migrations and the bootstrap. Any number may start at once. */
import { migrateDatabase } from "../scripts/database/migrate-database";

const url = process.env.DATABASE_URL;
try {
  if (!url) throw new Error("DATABASE_URL is not set.");
  const applied = await migrateDatabase(url);
  console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`);
  // The schema engine leaves a timer of ten seconds behind.
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
