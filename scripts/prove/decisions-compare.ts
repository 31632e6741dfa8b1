/** Random decisions by the product's own code, from the session check in SQL to the scope of a row, beside the oracle. */
import type pg from "pg";
import { type Access, isOwnOrHeld, scopeOf } from "../../lib/access/policy";
import type { PermissionName } from "../../lib/access/catalogue";
import { now } from "../../lib/clock";
import { satisfies } from "../../lib/edge/access";
import { newId } from "../../lib/ids";
import { makeAccessToken } from "../../lib/session/access-token";
import { type Viewer, viewerOf } from "../../lib/session/viewer";
import { oracle, type Question, rightsOf } from "./decisions-oracle";
import { ACTIONS, makeFacts, type PersonFacts, picker, RESOURCES, writeWorld } from "./decisions-world";

const ORGANIZATIONS = 5;

export interface Difference {
  question: Question;
  person: PersonFacts | null;
  decided: boolean;
}

export interface Comparison {
  decisions: number;
  allowed: number;
  differences: Difference[];
}

function askSomething(random: () => number): Question {
  const pick = picker(random);
  const name = () => `${pick(RESOURCES)}.${random() < 0.06 ? "*" : pick(ACTIONS)}`;
  const kind = pick(["anyone", "signed-in", "all", "any", "any", "row", "row", "row", "own-or-any", "own-or-any"] as const);
  if (kind === "anyone" || kind === "signed-in") return { kind };
  if (kind === "all" || kind === "any") return { kind, permissions: Array.from({ length: Math.floor(random() * 4) }, name) };
  return { kind, permission: name(), isOwn: random() < 0.3, organization: random() < 0.05 ? null : Math.floor(random() * ORGANIZATIONS) };
}

/** As `admit` and a repo's `where` decide it. */
function decide(viewer: Viewer | null, question: Question, organizations: string[]): boolean {
  const access = accessOf(question);
  if (access.kind === "anyone") return true;
  if (!viewer || !satisfies(access, viewer.permissions)) return false;
  if (!("permission" in question)) return true;
  const permission = question.permission as PermissionName;
  if (access.kind === "own-or-any") {
    if (!isOwnOrHeld(access, viewer, question.isOwn ? viewer.userId : null)) return false;
    if (question.isOwn) return true;
  }
  const scope = scopeOf(viewer, permission);
  return scope.kind === "platform" || (question.organization !== null && organizations[question.organization] === scope.organizationId);
}

function accessOf(question: Question): Access {
  if (question.kind === "anyone" || question.kind === "signed-in") return { kind: question.kind };
  if (question.kind === "all" || question.kind === "any") return { kind: "permission", mode: question.kind, permissions: question.permissions };
  if (question.kind === "row") return { kind: "permission", mode: "all", permissions: [question.permission] };
  return { kind: "own-or-any", permissions: [question.permission] };
}

/** Somebody as a request with their token finds them. */
async function arrive({ id, sessionId }: PersonFacts): Promise<Viewer | null> {
  const token = await makeAccessToken({ userId: id, sessionId, organizationId: null, roles: [], amr: ["pwd"], authTime: now() });
  return viewerOf({
    requestId: newId(), kind: "api", method: "GET", path: "/", ipAddress: null, userAgent: null, origin: null, secFetchSite: null,
    credentials: { bearer: token, accessCookie: null, refreshCookie: null, deviceCookie: null, mfaCookie: null }, geo: { country: null, city: null }, effects: {}, memo: {},
  });
}

/** Asks `perPerson` questions of each of `people`, and as many of nobody. */
export async function compareDecisions(client: pg.Pool, { people, perPerson, random }: { people: number; perPerson: number; random: () => number }): Promise<Comparison> {
  const world = Array.from({ length: people }, () => makeFacts(random, ORGANIZATIONS));
  const organizations = await writeWorld(client, world, ORGANIZATIONS);
  const result: Comparison = { decisions: 0, allowed: 0, differences: [] };
  for (const person of [null, ...world]) {
    const viewer = person && (await arrive(person));
    const rights = person && rightsOf(person);
    for (let asked = 0; asked < perPerson; asked += 1) {
      const question = askSomething(random);
      const decided = decide(viewer, question, organizations);
      result.decisions += 1;
      if (decided) result.allowed += 1;
      if (decided !== oracle(person, rights, question)) result.differences.push({ question, person, decided });
    }
  }
  return result;
}
