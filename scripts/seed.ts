/** `npm run db:seed`: loads the demonstration into an empty database on this machine. */
import { seedEmptyDatabase } from "@/prisma/seed/seed-database";
import { migrateDatabase } from "./database/migrate-database";
import { isLocalDatabase, withDatabase } from "./database/with-database";

await withDatabase(async ({ url }) => {
  if (!isLocalDatabase(url)) throw new Error("This database is on another machine: the demonstration's passwords are known to everybody, so it is loaded on this one only.");
  await migrateDatabase(url);
  const { isNew } = await seedEmptyDatabase(url);
  console.log(isNew ? "The demonstration is loaded." : "There are people in this database already, so nothing was changed. npm run db:reset begins anew.");
});
