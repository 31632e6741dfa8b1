/** Every operation has an example that it would take; every example, answer and refusal in the document fits its schema. */
import { describe, expect, it } from "vitest";
import document from "@/contracts/openapi.json";
import { banUser } from "@/lib/features/admin/operations/ban-user";
import { getStats } from "@/lib/features/admin/operations/get-stats";
import { examplesOf } from "@/lib/http/openapi/document";
import { bindingsOf } from "@/lib/operation";
import { type Example, SAMPLE } from "@/lib/operation-example";
import { features } from "@/lib/registry";
import { parseInput, parseParams } from "@/lib/validation";
import { answerJudge } from "../tools/answer-schema";

const all = features.flatMap((feature) => feature.operations.map((operation) => ({ operation, examples: examplesOf(operation, feature), home: `lib/features/${feature.name}/examples.ts` })));
const written = features.flatMap(({ name, operations, examples = [] }) => examples.map((example) => ({ feature: name, operations, example })));

/** Files are texts in the document. */
const withFiles = (input: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(input).map(([name, value]) => [name, value === SAMPLE.picture ? new File(["x"], "avatar.png") : value]));

function parse({ operation, params, query, input }: Example): void {
  parseParams(operation.params, params);
  parseInput(operation.query, query, "query");
  parseInput(operation.input, withFiles(input ?? {}), "body");
}

describe("examples", () => {
  it("exist for every operation (else: add one to the file that is named)", () => {
    // What no address reaches is asked by no client.
    expect(all.filter(({ operation, examples }) => examples.length === 0 && bindingsOf(operation).length > 0).map(({ operation, home }) => `${operation.name} has no example: add it to ${home}`)).toEqual([]);
  });

  it("are asked of every operation that cannot be called with nothing at all, and made for the others", () => {
    const bare = { name: "admin", operations: [banUser, getStats] };
    expect(examplesOf(banUser, bare)).toEqual([]);
    expect(examplesOf(getStats, bare)).toMatchObject([{ key: "example", params: {}, query: {}, input: undefined }]);
  });

  it("stand in the feature of their operation, each under a title of its own", () => {
    expect(written.filter(({ operations, example }) => !operations.includes(example.operation)).map(({ feature, example }) => `${example.operation.name} is no operation of ${feature}`)).toEqual([]);
    const keys = written.map(({ example }) => `${example.operation.name}: ${example.title}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it.each(all.flatMap(({ examples }) => examples.map((example) => [`${example.operation.name}: ${example.title}`, example] as const)))("%s is a request that its schemas take", (_, example) => {
    expect(() => parse(example)).not.toThrow();
  });

  it("would be refused if they were none", () => {
    const [{ example } = { example: undefined }] = written.filter(({ example: { operation } }) => operation.name === "user.ban");
    if (!example) throw new Error("user.ban has lost its example");
    expect(() => parse({ ...example, input: { reasons: "Spam" } })).toThrow();
    expect(() => parse({ ...example, params: { id: "7" } })).toThrow();
  });
});

interface Response {
  $ref?: string;
  content?: Record<string, { examples?: Record<string, { value: unknown }> }>;
}
type Paths = Record<string, Record<string, { operationId: string; responses: Record<string, Response> }>>;

const faultOf = answerJudge(document);
const paths = document.paths as unknown as Paths;
const shared = document.components.responses as unknown as Record<string, Response>;
const entries = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, entry]) => ({ path, method, ...entry })));

const resolved = ({ $ref, ...response }: Response): Response => ($ref ? (shared[$ref.slice("#/components/responses/".length)] ?? {}) : response);

describe("the document's answers", () => {
  it("exist for every example of an operation (else: npm run contracts:answers)", () => {
    const missing = all.flatMap(({ operation: { name, http }, examples }) =>
      examples.flatMap(({ key }) => {
        const isShown = bindingsOf({ http } as Parameters<typeof bindingsOf>[0]).every(({ path, method }) =>
          Object.values(paths[path]?.[method.toLowerCase()]?.responses ?? {}).some(({ content = {} }) => Object.values(content).some((shown) => shown.examples?.[key])),
        );
        return isShown ? [] : [`${name}: no recorded answer to "${key}"`];
      }),
    );
    expect(missing).toEqual([]);
  });

  it.each(entries.map((entry) => [entry.operationId, entry] as const))("%s: answers and refusals fit their schemas", (_, { path, method, responses }) => {
    for (const [status, response] of Object.entries(responses)) {
      for (const [type, { examples = {} }] of Object.entries(resolved(response).content ?? {})) {
        for (const [key, { value }] of Object.entries(examples)) {
          expect(faultOf({ path, method, status, type, ref: response.$ref }, value), `${status} ${key}`).toBeNull();
        }
      }
    }
  });

  it("say of each refusal its code and its sentence", () => {
    const bare = Object.entries(shared).flatMap(([name, { content = {} }]) =>
      Object.values(content).flatMap(({ examples = {} }) => Object.entries(examples).filter(([code, { value }]) => (value as { code: string }).code !== code || (value as { error: string }).error === "").map(([code]) => `${name} ${code}`)),
    );
    expect(bare).toEqual([]);
    expect(Object.values(shared).every(({ content }) => Object.keys(content?.["application/json"]?.examples ?? {}).length > 0)).toBe(true);
  });
});
