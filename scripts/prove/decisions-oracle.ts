/**
 * The oracle of `decisions`, written from the prose of docs/architecture.md ("Roles and permissions") and from nothing
 * else. It matches no patterns: it writes out every single permission that somebody has, and looks the question up.
 */
import { ACTIONS, isLive, type PersonFacts, RESOURCES } from "./decisions-world";

export type Question =
  | { kind: "anyone" }
  | { kind: "signed-in" }
  | { kind: "all"; permissions: string[] }
  | { kind: "any"; permissions: string[] }
  /** May they touch this row: theirs or not, of this organization (null: of none)? */
  | { kind: "row" | "own-or-any"; permission: string; isOwn: boolean; organization: number | null };

/** Every permission, and every wildcard as a thing of its own: one that is asked for is held by it or a wider one. */
const MEMBERS = new Map<string, string[]>(RESOURCES.map((resource) => [resource, ["*", ...ACTIONS].map((action) => `${resource}.${action}`)]));
const EVERYTHING = ["*", ...[...MEMBERS.values()].flat()];
const RBAC = ["roles", "permissions", "rbac"].flatMap((resource) => MEMBERS.get(resource) ?? []);

function writeOut(grant: string): string[] {
  if (grant === "*") return EVERYTHING;
  if (grant === "rbac.admin") return RBAC;
  const [resource = "", action] = grant.split(".");
  return action === "*" ? (MEMBERS.get(resource) ?? []) : [grant];
}

interface Rights {
  here: Set<string>;
  everywhere: Set<string>;
}

/** What somebody has now: roles on the platform always count, roles in an organization while it is their active one. */
export function rightsOf({ held, active, isMember }: PersonFacts): Rights {
  const rights: Rights = { here: new Set(), everywhere: new Set() };
  for (const { grants, organization, isExpired } of held) {
    if (isExpired) continue;
    const isPlatform = organization === null;
    if (!isPlatform && !(isMember && organization === active)) continue;
    for (const name of grants.flatMap(writeOut)) {
      rights.here.add(name);
      if (isPlatform) rights.everywhere.add(name);
    }
  }
  return rights;
}

/** Whether this person may; null: nobody is signed in. */
export function oracle(person: PersonFacts | null, rights: Rights | null, question: Question): boolean {
  if (question.kind === "anyone") return true;
  if (!person || !rights || !isLive(person.state)) return false;
  if (question.kind === "signed-in") return true;
  if (question.kind === "all") return question.permissions.length > 0 && question.permissions.filter((name) => !rights.here.has(name)).length === 0;
  if (question.kind === "any") return question.permissions.filter((name) => rights.here.has(name)).length > 0;
  if (question.kind === "own-or-any" && question.isOwn) return true;
  if (rights.everywhere.has(question.permission)) return true;
  const isTheirs = question.organization !== null && person.isMember && question.organization === person.active;
  return isTheirs && rights.here.has(question.permission);
}
