import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";

/**
 * Makes the folder of the next migration: one number behind the last, whatever gaps there are.
 *
 * @param {string} root @param {string} name snake_case @returns {string} the folder
 */
export function nextMigration(root, name) {
  const migrations = path.join(root, "prisma/migrations");
  const numbers = readdirSync(migrations).map((entry) => Number(/^(\d{4})_/.exec(entry)?.[1] ?? 0));
  const folder = path.join(migrations, `${String(Math.max(0, ...numbers) + 1).padStart(4, "0")}_${name}`);
  mkdirSync(folder);
  return folder;
}
