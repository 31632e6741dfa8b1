/** Migrates, bootstraps and, where asked, seeds. */
import { enableTypeScript } from "./typescript.mjs";

/**
 * @param {string} url
 * @param {{ mayLoadDemo: boolean }} options whether an empty database gets the demonstration people
 * @returns {Promise<{ hasDemoPeople: boolean }>}
 */
export async function prepareDatabase(url, { mayLoadDemo }) {
  enableTypeScript();
  const { migrateDatabase } = await import("../database/migrate-database.ts");
  const { isLocalDatabase } = await import("../database/with-database.ts");
  await migrateDatabase(url);
  if (!mayLoadDemo || !isLocalDatabase(url)) return { hasDemoPeople: false };
  const { seedEmptyDatabase } = await import("../../prisma/seed/seed-database.ts");
  return seedEmptyDatabase(url);
}
