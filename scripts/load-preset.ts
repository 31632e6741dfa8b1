/** `npm run db:preset -- laboratory`: adds a preset's roles and permissions to what exists. */
import pg from "pg";
import { applyPreset, readPreset } from "@/prisma/seed/apply-preset";
import { withDatabase } from "./database/with-database";

await withDatabase(async ({ url }) => {
  const name = process.argv[2];
  if (!name) throw new Error("Name a preset of prisma/presets: npm run db:preset -- laboratory");
  const preset = readPreset(name);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query("BEGIN");
    await applyPreset(client, preset);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
  console.log(`${preset.roles.map((role) => role.name).join(", ")} are there.`);
});
