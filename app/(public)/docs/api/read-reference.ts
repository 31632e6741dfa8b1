/** The reference's screens, made from the OpenAPI document alone. */
import type { ReferenceError, ReferenceExample, ReferenceGroup, ReferenceLink, ReferenceOperation, ReferenceParameter } from "@/components/docs/reference";
import contract from "@/contracts/openapi.json";
import { env } from "@/lib/env";
import { curlSample, fetchSample } from "./samples";
import { type JsonSchema, schemaText, typeText } from "./schema-text";

type Examples = Record<string, { summary?: string; value: unknown }>;
type Content = Record<string, { schema: JsonSchema; examples?: Examples }>;

interface Response {
  $ref?: string;
  content?: Content;
}

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  description?: string;
  schema: JsonSchema;
  examples?: Examples;
}

interface Entry {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security: Record<string, unknown>[];
  parameters: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, Response>;
  "x-access": { kind: string; permissions?: string[] };
  "x-audit": string[];
  "x-limit"?: string;
}

interface Place {
  path: string;
  method: string;
  entry: Entry;
}

const paths = contract.paths as unknown as Record<string, Record<string, Entry>>;
const shared = contract.components.responses as unknown as Record<string, Response>;

const places: Place[] = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, entry]) => ({ path, method: method.toUpperCase(), entry })));

const TITLES: Record<string, string> = {
  admin: "People",
  audit: "Audit trail",
  auth: "Signing in",
  compat: "Addresses of other systems", // feature:compat
  rbac: "Roles and permissions",
  system: "The installation",
};
const titleOf = (name: string) => TITLES[name] ?? name.charAt(0).toUpperCase() + name.slice(1);

const accessOf = ({ security, "x-access": { kind, permissions = [] } }: Entry): string => {
  if (security.some((scheme) => "secret" in scheme)) return "a secret";
  return permissions.length > 0 ? permissions.join(", ") : kind === "anyone" ? "anyone" : "a session";
};

const linkOf = ({ path, method, entry }: Place): ReferenceLink => ({
  id: entry.operationId, method, path, summary: entry.summary, access: accessOf(entry), href: `/docs/api/${entry.tags[0] ?? ""}#${entry.operationId}`,
});

const codesOf = ({ responses }: Entry): string[] => Object.keys(responses).flatMap((status) => (responses[status]?.$ref ?? "").split("/").at(-1)?.split(".").slice(1) ?? []);

/** All that somebody might look for. */
const wordsOf = ({ path, method, entry }: Place) =>
  [path, method, entry.operationId, entry.summary, accessOf(entry), ...entry["x-audit"], ...entry.parameters.map(({ name }) => name), ...codesOf(entry)].join(" ").toLowerCase();

/** Groups with what holds every word of `query`; all of it where that is empty. */
export function referenceGroups(query = ""): ReferenceGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = places.filter((place) => words.every((word) => wordsOf(place).includes(word)));
  const names = [...new Set(places.flatMap(({ entry }) => entry.tags))].sort((a, b) => titleOf(a).localeCompare(titleOf(b), "en"));
  return names
    .map((name) => ({ name, title: titleOf(name), href: `/docs/api/${name}`, operations: found.filter(({ entry }) => entry.tags.includes(name)).map(linkOf) }))
    .filter(({ operations }) => operations.length > 0);
}

/** undefined for a group that there is not. */
export function referenceGroup(name: string): (Omit<ReferenceGroup, "operations"> & { operations: ReferenceOperation[] }) | undefined {
  const group = referenceGroups().find((candidate) => candidate.name === name);
  return group && { ...group, operations: places.filter(({ entry }) => entry.tags.includes(name)).map(operationOf) };
}

const resolved = ({ $ref, ...response }: Response): Response => ($ref ? (shared[$ref.split("/").at(-1) ?? ""] ?? {}) : response);

const contentsOf = (content: Content = {}) =>
  Object.entries(content).map(([type, { schema }]) => ({ type, text: schemaText(schema), isStrict: schema.additionalProperties === false }));

function operationOf(place: Place): ReferenceOperation {
  const { entry } = place;
  const successes = Object.entries(entry.responses).filter(([status]) => Number(status) < 400);
  return {
    ...linkOf(place),
    description: entry.description,
    audit: entry["x-audit"],
    limit: entry["x-limit"] ?? null,
    parameters: entry.parameters.map(parameterOf),
    body: contentsOf(entry.requestBody?.content)[0] ?? null,
    answers: successes.flatMap(([status, { content }]) => contentsOf(content).map((answer) => ({ status, ...answer }))),
    errors: errorsOf(entry),
    examples: examplesOf(place, successes),
  };
}

const parameterOf = ({ name, in: where, required, description = "", schema }: Parameter): ReferenceParameter => ({
  name, place: where, required, description, type: schema.default === undefined ? typeText(schema) : `${typeText(schema)} = ${String(schema.default)}`,
});

const errorsOf = ({ responses }: Entry): ReferenceError[] =>
  Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([status, response]) => Object.entries(resolved(response).content?.["application/json"]?.examples ?? {}).map(([code, { summary = "" }]) => ({ status, code, sentence: summary })));

function examplesOf({ path, method, entry }: Place, successes: [string, Response][]): ReferenceExample[] {
  const [type, { examples: bodies = {} } = {}] = Object.entries(entry.requestBody?.content ?? {})[0] ?? [];
  const answers = successes.flatMap(([status, { content = {} }]) => Object.values(content).flatMap(({ examples = {} }) => Object.entries(examples).map(([key, shown]) => ({ key, status, ...shown }))));
  const sent = entry.parameters.map(({ examples = {} }) => examples);
  const keys = [...new Set([...Object.keys(bodies), ...answers.map(({ key }) => key), ...sent.flatMap(Object.keys)])];
  return (keys.length > 0 ? keys : ["example"]).map((key) => {
    const answer = answers.find((candidate) => candidate.key === key);
    const value = bodies[key]?.value as Record<string, unknown> | undefined;
    const request = { origin: env.appUrl, method, path: addressOf(path, entry, key), bearer: bearerOf(entry), body: type && value ? { type, value } : null };
    return {
      key,
      title: answer?.summary ?? bodies[key]?.summary ?? "Example",
      curl: curlSample(request),
      fetch: fetchSample(request),
      answer: answer ? { status: answer.status, text: textOf(answer.value) } : null,
    };
  });
}

function addressOf(path: string, { parameters }: Entry, key: string): string {
  const query = new URLSearchParams();
  const filled = parameters.reduce((text, { name, in: where, examples }) => {
    const value = examples?.[key]?.value;
    if (where === "query" && value !== undefined) query.set(name, String(value));
    return where === "path" ? text.replace(`{${name}}`, String(value ?? `{${name}}`)) : text;
  }, path);
  return query.size > 0 ? `${filled}?${query}` : filled;
}

/** The secret's name stands in the sentence of who may. */
const bearerOf = ({ security, description }: Entry): string | null =>
  security.length === 0 ? null : security.some((scheme) => "secret" in scheme) ? (/`(\w+)`/.exec(description)?.[1] ?? null) : "ACCESS_TOKEN";

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));
