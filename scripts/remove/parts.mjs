/**
 * What belongs to a feature that can be taken out: `lib/features/<name>/removal.json`. Beside what it lists, the feature's own
 * folder belongs to it, and every line of another file that is marked with `feature:<name>` (marks.mjs).
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * @typedef {object} Parts
 * @property {string[]} paths files and folders, from the root
 * @property {string[]} tables in the order in which they can be dropped
 * @property {string[]} resources whose permissions (`<resource>.<action>`) go with it
 */

const fileOf = (root, name) => path.join(root, "lib/features", name, "removal.json");

/** @param {string} root @param {string} name @returns {Parts | null} null where nothing says what belongs to it */
export function readParts(root, name) {
  const file = fileOf(root, name);
  if (!existsSync(file)) return null;
  const { paths = [], tables = [], resources = [] } = JSON.parse(readFileSync(file, "utf8"));
  return { paths: [`lib/features/${name}`, ...paths], tables, resources };
}

/** @param {string} root @returns {string[]} the features that can be taken out */
export const removableFeatures = (root) => readdirSync(path.join(root, "lib/features")).filter((name) => existsSync(fileOf(root, name)));

/** @param {string} root @param {string} name */
export const hasFeature = (root, name) => existsSync(path.join(root, "lib/features", name));
