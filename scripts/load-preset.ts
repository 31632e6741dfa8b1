/** `npm run db:preset -- laboratory`: adds a preset's roles and permissions to what exists. */
import { applyPreset, readPreset } from "@/prisma/seed/apply-preset";
import { inTransaction, withClient } from "./database/with-client";
import { withDatabase } from "./database/with-database";

await withDatabase(async ({ url }) => {
  const name = process.argv[2];
  if (!name) throw new Error("Name a preset of prisma/presets: npm run db:preset -- laboratory");
  const preset = readPreset(name);
  await withClient(url, (client) => inTransaction(client, () => applyPreset(client, preset)));
  console.log(`${preset.roles.map((role) => role.name).join(", ")} are there.`);
});
