/** `npm run db:check`: fails when the migrations do not lead to `prisma/schema`. */
import { findDrift } from "./database/check-drift";
import { withDatabase } from "./database/with-database";

await withDatabase(async ({ url }) => {
  const drift = await findDrift(url);
  if (drift.length > 0) throw new Error(`prisma/schema and prisma/migrations differ. Missing from the migrations:\n\n${drift.join(";\n")};`);
  console.log("prisma/schema and prisma/migrations agree.");
});
