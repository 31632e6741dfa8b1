import { CATALOGUE } from "./catalogue";

/** Reprotech's words where they are not ours. The rest of a name keeps its words: `audit.view` is `audit_view`. */
const RESOURCES: Record<string, string> = { users: "user", roles: "role" };
const ACTIONS: Record<string, string> = { view: "read", edit: "update" };

function aliasOf({ resource, action }: (typeof CATALOGUE)[number]): string {
  const theirs = RESOURCES[resource];
  return `${theirs ?? resource}_${(theirs && ACTIONS[action]) ?? action}`;
}

const THEIRS = new Map<string, string>(CATALOGUE.map((entry) => [entry.name, aliasOf(entry)]));
const OURS = new Map<string, string>([...THEIRS].map(([ours, theirs]) => [theirs, ours]));

/** `users.view` → `user_read`. A permission that was made at run time has no other name. */
export const toUnderscore = (name: string): string => THEIRS.get(name) ?? name;

/** `user_read` → `users.view`; our own names are understood as well. */
export const toDotted = (name: string): string => OURS.get(name) ?? name;

/** Both names of each, for clients of either kind that look one up. */
export const withAliases = (names: readonly string[]): string[] => [...new Set([...names, ...names.map(toUnderscore)])];
