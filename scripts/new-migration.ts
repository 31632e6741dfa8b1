/** `npm run db:new -- <name>`: the SQL that leads from the migrations to `prisma/schema`, as a new migration to be reviewed. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { findDrift } from "./database/check-drift";
import { nextMigration } from "./database/next-migration.mjs";
import { withDatabase } from "./database/with-database";

const [, , name = ""] = process.argv;
const root = path.resolve(import.meta.dirname, "..");

if (!/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  console.error("Name it in snake_case: npm run db:new -- add_notes");
  process.exit(1);
}

await withDatabase(async ({ url }) => {
  const drift = await findDrift(url);
  if (drift.length === 0) return console.log("prisma/schema and prisma/migrations agree: there is nothing to migrate.");
  const folder = nextMigration(root, name);
  await writeFile(path.join(folder, "migration.sql"), `${drift.join(";\n\n")};\n`);
  console.log(`Wrote ${path.relative(process.cwd(), folder)}/migration.sql: review it, then npm run db:migrate.`);
});
