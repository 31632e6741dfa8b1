/** Every operation, tried by whoever holds everything in one organization, at what belongs to another. */
import { beforeAll, describe, expect, it } from "vitest";
import { type AnyOperation, bindingsOf, type RawInput } from "@/lib/operation";
import { allOperations } from "@/lib/registry";
import { makeViewer } from "../factories/make-viewer";
import { freshDatabase } from "../setup/fresh-database";
import { http } from "../setup/http";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { sql } from "../setup/sql";
import { routeOf } from "./matrix-request";
import { tenantCases } from "./tenant-cases";
import { makeOwn, makeTheirs, nobody, type Own, type Target } from "./tenant-world";

interface Told {
  status: number;
  text: string;
}

/** Over HTTP, as a client would: what is compared is all that the wire says. */
async function send(operation: AnyOperation, { viewer }: Own, { params = {}, query = {}, input }: RawInput): Promise<Told> {
  const [binding] = bindingsOf(operation);
  if (!binding) throw new Error(`${operation.name} has no address`);
  const named = { ...params, ...(binding.path.includes("@me") ? { handle: "@me" } : {}) } as Record<string, string>;
  const path = Object.entries(named).reduce((text, [name, value]) => text.replace(`{${name}}`, value), binding.path);
  const answer = await http(await routeOf(binding), {
    method: binding.method,
    path: `${path}?${new URLSearchParams(query as Record<string, string>)}`,
    params: named,
    body: binding.method === "GET" ? undefined : (input ?? {}),
    as: viewer,
  });
  return { status: answer.status, text: typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? null) };
}

/** What differs between any two runs. What the request named comes first, so that it is never taken for something random. */
const RANDOM: [RegExp, string][] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<instant>"],
  [/person-[0-9a-f]+/g, "<person>"],
  [/\b[0-9a-f]{32}\b/g, "<digest>"],
  [/198\.18\.\d+\.\d+/g, "<address>"],
];

const comparable = ({ status, text }: Told, target: Target): Told => ({
  status,
  text: RANDOM.reduce((told, [pattern, name]) => told.replace(pattern, name), Object.entries(target).reduce((told, [name, value]) => told.replaceAll(String(value), `<${name}>`), text)),
});

const cases = allOperations.map((operation) => ({ operation, ...(tenantCases[operation.name] ?? {}) }));
const reading = cases.flatMap(({ operation, reads }) => (reads ? [{ operation, reads }] : []));
const naming = cases.flatMap(({ operation, names }) => (names ? [{ operation, names }] : []));
const sharing = cases.flatMap(({ operation, shared }) => (shared ? [{ operation, shared }] : []));

const [theirs, none] = [nobody(), nobody()];
const told = new Map<string, { without: Told[]; beside: Told[] }>();
let own: Own;

async function readAll(target: Target): Promise<Map<string, Told[]>> {
  const answers = new Map<string, Told[]>();
  for (const { operation, reads } of reading) {
    const each = [];
    for (const raw of reads(target, own)) each.push(await send(operation, own, raw));
    answers.set(operation.name, each);
  }
  return answers;
}

/** Everything is read twice, in databases that differ by the other tenant alone: also what reading itself records is the same. */
beforeAll(async () => {
  own = await makeOwn();
  const without = await readAll(none);
  await freshDatabase();
  own = await makeOwn();
  await makeTheirs(theirs, own);
  const beside = await readAll(theirs);
  for (const { operation: { name } } of reading) told.set(name, { without: without.get(name) ?? [], beside: beside.get(name) ?? [] });
}, 180_000);

describe("the table", () => {
  it("has a line for every operation: add yours to tests/matrix/tenant-cases.ts", () => {
    expect(allOperations.map(({ name }) => name).filter((name) => !tenantCases[name])).toEqual([]);
  });

  it("says of every line what is tried, or why nothing is", () => {
    expect(Object.entries(tenantCases).filter(([, { reads, names, shared, apart }]) => !reads && !names && !shared && !apart)).toEqual([]);
  });

  it("tries the id in the path of every operation that has one and is not about what all tenants share", () => {
    const untried = cases.filter(({ operation, reads, names, shared }) => operation.params && !names && !shared && !(reads && /^(role|permission)\./.test((operation.alias?.runs ?? operation).name)));
    expect(untried.map(({ operation }) => operation.name)).toEqual([]);
  });
});

describe.each(reading.map(({ operation }) => [operation.name]))("%s", (name) => {
  it("answers as if the other tenant did not exist", () => {
    const { without = [], beside = [] } = told.get(name) ?? {};
    expect(beside.length).toBeGreaterThan(0);
    for (const [index, answer] of beside.entries()) {
      expect(answer.status, answer.text).toBe(200);
      expect(comparable(answer, theirs), `request ${index}`).toEqual(comparable(without[index] ?? { status: 0, text: "" }, none));
    }
  });
});

describe.each(naming.map(({ operation, names }) => [operation.name, operation, names] as const))("%s", (_name, operation, names) => {
  it("refuses what the other tenant has as it refuses what is nowhere, and changes nothing", async () => {
    const [at, nowhere] = [names(theirs, own), names(none, own)];
    for (const [index, { status = 404, ...raw }] of at.entries()) {
      const answer = await rowsUnchanged(() => send(operation, own, raw));
      const absent = await send(operation, own, nowhere[index] ?? {});
      expect(answer.status, `request ${index}: ${answer.text}`).toBe(status);
      expect(comparable(answer, theirs), `request ${index}`).toEqual(comparable(absent, none));
      expect(answer.text).not.toContain(theirs.word);
    }
  });
});

describe.each(sharing.map(({ operation, shared }) => [operation.name, operation, shared] as const))("%s", (_name, operation, shared) => {
  it("is refused to whoever administers one organization alone, and changes nothing", async () => {
    const answer = await rowsUnchanged(() => send(operation, own, shared(own)));
    expect(answer.status, answer.text).toBe(403);
  });
});

it("left no event in the other tenant's trail", async () => {
  const rows = await sql("SELECT action FROM audit_events WHERE organization_id = $1 AND actor_id = $2", [theirs.organizationId, own.viewer.user.id]);
  expect(rows).toEqual([]);
});

it("would notice a leak: somebody of the platform is told of the other tenant", async () => {
  const platform = { ...own, viewer: await makeViewer(["*"], { reach: "platform" }) };
  const list = reading.find(({ operation }) => operation.name === "user.list");
  if (!list) throw new Error("there is no list of people");
  const [first] = list.reads(theirs, own);
  expect((await send(list.operation, platform, first ?? {})).text).toContain(theirs.word);
});
