import { CATALOGUE } from "./catalogue";
import { compilePermissions } from "./compile-permissions";

/**
 * What somebody holds, as names: wildcards become every permission they cover, of the catalogue and of `known` (those
 * made at run time). For clients that look a name up in a list; decisions are made with `permits`.
 */
export function expandPermissions(held: readonly string[], known: readonly string[]): string[] {
  const names = new Set([...CATALOGUE.map(({ name }) => name), ...known]);
  return [...names].filter(compilePermissions(held)).sort();
}
