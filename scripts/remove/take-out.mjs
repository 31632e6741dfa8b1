import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { nextMigration } from "../database/next-migration.mjs";
import { withoutMarked } from "./marks.mjs";
import { sourceFiles } from "./source-files.mjs";

/**
 * Takes a feature out of a checkout: its files, its marked lines elsewhere, and by a new migration its tables and
 * permissions. What is generated from the sources is not touched.
 *
 * @param {string} root
 * @param {string} name
 * @param {import("./parts.mjs").Parts} parts
 * @returns {{ edited: string[], migration: string | null }} from the root
 */
export function takeOut(root, name, { paths, tables, resources }) {
  const isItsOwn = (file) => paths.some((entry) => file === entry || file.startsWith(`${entry}/`));
  // All are read before anything is written: a mark that is wrong somewhere changes nothing anywhere.
  const edits = sourceFiles(root).filter((file) => !isItsOwn(file)).flatMap((file) => {
    const before = readFileSync(path.join(root, file), "utf8");
    const after = withMeaning(file, () => withoutMarked(before, name));
    return after === before ? [] : [{ file, after }];
  });
  for (const entry of paths) rmSync(path.join(root, entry), { recursive: true, force: true });
  for (const { file, after } of edits) writeFileSync(path.join(root, file), after);
  return { edited: edits.map(({ file }) => file), migration: writeMigration(root, name, tables, resources) };
}

function withMeaning(file, work) {
  try {
    return work();
  } catch (error) {
    throw new Error(`${file}: ${error.message}`, { cause: error });
  }
}

function writeMigration(root, name, tables, resources) {
  if (tables.length + resources.length === 0) return null;
  const listed = resources.map((resource) => `'${resource}'`).join(", ");
  const statements = [
    ...tables.map((table) => `DROP TABLE "${table}";`),
    ...(resources.length === 0 ? [] : [`DELETE FROM role_permissions WHERE split_part(permission, '.', 1) IN (${listed});`, `DELETE FROM permissions WHERE resource IN (${listed});`]),
  ];
  const folder = nextMigration(root, `remove_${name.replaceAll("-", "_")}`);
  const text = `-- The feature ${name} was taken out. What its people did stays in the audit trail.\n${statements.join("\n")}\n`;
  writeFileSync(path.join(folder, "migration.sql"), text);
  return path.relative(root, folder);
}
