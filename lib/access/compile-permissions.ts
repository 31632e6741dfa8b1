import { permits } from "@/lib/edge/permission";

/** What may stand for more than itself. */
const isWide = (held: string) => held.includes("*") || held.startsWith("rbac.");

/**
 * `permits` with what is held prepared once, for questions by the thousand: a role may list ten thousand names, and a list
 * of as many permissions asks of each.
 */
export function compilePermissions(held: readonly string[]): (permission: string) => boolean {
  const literal = new Set(held);
  const wide = held.filter(isWide);
  return (permission) => permission !== "" && (literal.has(permission) || permits(wide, permission));
}
