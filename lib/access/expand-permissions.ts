import { permits } from "@/lib/edge/permission";
import { CATALOGUE } from "./catalogue";

/**
 * What somebody holds, as names: wildcards become every permission they cover, of the catalogue and of `known` (those
 * made at run time). For clients that look a name up in a list; decisions are made with `permits`.
 */
export function expandPermissions(held: readonly string[], known: readonly string[]): string[] {
  const names = new Set([...CATALOGUE.map(({ name }) => name), ...known]);
  return [...names].filter((name) => permits(held, name)).sort();
}
