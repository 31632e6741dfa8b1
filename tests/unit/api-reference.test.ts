/** The reference says what the document says, and its samples do what they show. */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { curlSample, fetchSample } from "@/app/(public)/docs/api/samples";
import { schemaText } from "@/app/(public)/docs/api/schema-text";
import { referenceGroup, referenceGroups } from "@/app/(public)/docs/api/read-reference";
import document from "@/contracts/openapi.json";
import { env } from "@/lib/env";

const paths = document.paths as unknown as Record<string, Record<string, { operationId: string; responses: object }>>;
const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
const groups = referenceGroups().map(({ name }) => referenceGroup(name));
const operations = groups.flatMap((group) => group?.operations ?? []);

/** What curl would be given. */
function argumentsOf(sample: string): string[] {
  const script = `curl() { for given in "$@"; do printf '%s\\0' "$given"; done; }\n${sample}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8", env: { ...process.env, ACCESS_TOKEN: "token" } }).split("\0").slice(0, -1);
}

/** What fetch would be given. */
async function fetched(sample: string): Promise<{ path: string; method?: string; body?: unknown; headers?: Record<string, string> }> {
  const file = new File(["x"], "avatar.png");
  const run = new Function("fetch", "file", `return (async () => { ${sample}\nreturn answer; })()`) as (fetch: unknown, file: File) => Promise<never>;
  return run((path: string, options: object = {}) => Promise.resolve({ path, ...options }), file);
}

const request = { origin: "https://example.com", method: "POST", path: "/api/things?q=a%20b", bearer: "ACCESS_TOKEN" };
const body = { type: "application/json", value: { name: "It's $HOME `here`", list: [1] } };

describe("the reference", () => {
  it("has every operation of the document once, each in one group", () => {
    expect(operations.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(referenceGroup("nowhere")).toBeUndefined();
  });

  it("says of each who may, what can go wrong, and shows an example", () => {
    for (const { id, access, description, errors, examples } of operations) {
      expect([access, description], id).not.toContain("");
      expect(errors.length, id).toBeGreaterThan(0);
      expect(errors.every(({ status, code, sentence }) => /^[45]\d\d$/.test(status) && /^[A-Z_]+$/.test(code) && sentence.length > 5), id).toBe(true);
      expect(examples.length, id).toBeGreaterThan(0);
      expect(examples.every(({ curl }) => !curl.includes("{id}")), id).toBe(true);
    }
  });

  it.each([
    ["ban", "user.ban"],
    ["USERS.BAN post", "user.ban"],
    ["last_admin", "user.ban"],
    ["user.banned", "user.ban"],
    ["per_page members", "organization.list-members"],
  ])("is searched for %s", (query, id) => {
    expect(referenceGroups(query).flatMap((group) => group.operations.map((operation) => operation.id))).toContain(id);
  });

  it("finds nothing for words that stand nowhere together", () => {
    expect(referenceGroups("ban nonsense")).toEqual([]);
  });
});

describe("a sample", () => {
  it("is one command for a shell, whatever the text holds", () => {
    expect(argumentsOf(curlSample({ ...request, body }))).toEqual([
      "-X", "POST", "https://example.com/api/things?q=a%20b", "-H", "Authorization: Bearer token", "-H", "Content-Type: application/json", "-d", JSON.stringify(body.value),
    ]);
    expect(argumentsOf(curlSample({ ...request, method: "GET", bearer: null, body: null }))).toEqual(["https://example.com/api/things?q=a%20b"]);
  });

  it("sends files and texts of a form", async () => {
    const form = { type: "multipart/form-data", value: { picture: "<bytes of avatar.png>", csv: "email\na@example.com" } };
    expect(argumentsOf(curlSample({ ...request, body: form })).slice(-4)).toEqual(["-F", "picture=@avatar.png", "--form-string", "csv=email\na@example.com"]);
    const { body: sent, headers } = await fetched(fetchSample({ ...request, body: form }));
    expect([...(sent as FormData).entries()].map(([name, value]) => [name, value instanceof File ? value.name : value])).toEqual([["picture", "avatar.png"], ["csv", "email\na@example.com"]]);
    expect(headers).toBeUndefined();
  });

  it.each(operations.flatMap(({ id, method, examples }) => examples.map((example) => [`${id}: ${example.title}`, method, example] as const)))("of %s runs, and both ask the same", async (_, method, { curl, fetch }) => {
    const given = argumentsOf(curl.replaceAll(/\$[A-Z_]+"/g, 'token"'));
    const { path, body: sent, method: asked = "GET" } = await fetched(fetch);
    expect(given).toContain(env.appUrl + path);
    expect([asked, given.includes("-X") ? given[given.indexOf("-X") + 1] : "GET"]).toEqual([method, method]);
    if (typeof sent === "string") expect(JSON.parse(given[given.indexOf("-d") + 1] ?? "")).toEqual(JSON.parse(sent));
  });
});

describe("a schema", () => {
  it("is shown with what may be left out, be null, be a list, and what is to be said", () => {
    const person = { type: "object", properties: { id: { format: "uuid", type: "string" }, name: { anyOf: [{ type: "string" }, { type: "null" }], description: "As they gave it" } }, required: ["id"] };
    const schema = { type: "object", properties: { people: { type: "array", items: person }, kind: { enum: ["a", "b"] }, last: { anyOf: [person, { type: "null" }] } }, required: ["people"] };
    expect(schemaText(schema)).toBe(
      ["{", "  people: {", "    id: uuid", "    name?: string | null  // As they gave it", "  }[]", '  kind?: "a" | "b"', "  last?: {", "    id: uuid", "    name?: string | null  // As they gave it", "  } | null", "}"].join("\n"),
    );
    expect(schemaText({ type: "string" })).toBe("string");
  });
});
