/** One address of an operation: what goes in, what comes out, who may, and examples of both. */
import type { z } from "zod";
import type { AnyOperation, HttpBinding } from "@/lib/operation";
import type { Example } from "@/lib/operation-example";
import { accessSentence } from "./access-sentence";
import { isLimited, LIMIT_HEADERS } from "./headers";
import { refusals } from "./refusals";
import { type Json, schemaOf } from "./schema";

/** What a running handler answered to an example. */
export interface RecordedAnswer {
  status: number;
  /** Media type. */
  type: string;
  body: unknown;
}

/** By operation and example. */
export type RecordedAnswers = Record<string, Record<string, RecordedAnswer>>;

export interface EntryParts {
  /** Which of the operation's addresses this is, from 0. */
  index: number;
  tag: string;
  examples: readonly Example[];
  answers: RecordedAnswers;
  /** Takes the refusals that operations share. */
  shared: Json;
}

export function operationEntry(operation: AnyOperation, { method }: HttpBinding, { index, tag, examples, answers, shared }: EntryParts): Json {
  const { name, access, audit, limit, summary, status = 200 } = operation;
  const success = {
    description: "Success",
    ...(isLimited(operation) ? { headers: LIMIT_HEADERS } : {}),
    content: withAnswers(contentOf(operation), examples, answers[name] ?? {}),
  };
  return {
    // An id stands once in a document: the other addresses of a capability get a number.
    operationId: index === 0 ? name : `${name}.${index + 1}`,
    summary,
    description: accessSentence(access),
    tags: [tag],
    security: access.kind === "anyone" ? [] : [{ cookie: [] }, { bearer: [] }],
    parameters: [
      ...parameters(operation.params, "path", examples.map(({ key, params }) => [key, params])),
      ...parameters(operation.query, "query", examples.map(({ key, query }) => [key, query])),
    ],
    ...(operation.input && method !== "GET" ? { requestBody: requestBody(operation, examples) } : {}),
    responses: { [status]: success, ...refusals(operation, method, shared) },
    "x-access": access,
    "x-audit": audit ? audit.actions : [],
    ...(limit ? { "x-limit": limit.name } : {}),
  };
}

/** A file of JSON is a list of rows, or one document. */
const JSON_FILE = { anyOf: [{ type: "array", items: { type: "object" } }, { type: "object" }] };

function contentOf({ output, produces }: AnyOperation): Record<string, Json> {
  if (produces) return Object.fromEntries(produces.map((type) => [type, { schema: type === "application/json" ? JSON_FILE : { type: "string" } }]));
  return { "application/json": { schema: schemaOf(output, "output") } };
}

/** Each example's answer, beside the schema of the type that it came in. */
function withAnswers(content: Record<string, Json>, examples: readonly Example[], answers: Record<string, RecordedAnswer>): Json {
  return Object.fromEntries(
    Object.entries(content).map(([type, entry]) => {
      const shown = examples.flatMap(({ key, title }) => {
        const answer = answers[key];
        return answer && answer.type === type ? [[key, { summary: title, value: answer.body }] as const] : [];
      });
      return [type, shown.length > 0 ? { ...entry, examples: Object.fromEntries(shown) } : entry];
    }),
  );
}

/** A parameter's examples are those of the requests that send it. */
function parameters(schema: z.ZodObject | undefined, place: "path" | "query", sent: readonly (readonly [string, Record<string, unknown>])[]): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => {
    const values = sent.filter(([, request]) => request[name] !== undefined).map(([key, request]) => [key, { value: request[name] }]);
    return {
      name,
      in: place,
      required: place === "path" || required.includes(name),
      ...(typeof property.description === "string" ? { description: property.description } : {}),
      schema: property,
      ...(values.length > 0 ? { examples: Object.fromEntries(values) as Json } : {}),
    };
  });
}

function requestBody({ input, body = "json" }: AnyOperation, examples: readonly Example[]): Json {
  const type = body === "multipart" ? "multipart/form-data" : "application/json";
  const schema = schemaOf(input, "input") as Json & { required?: string[] };
  const shown = Object.fromEntries(examples.map(({ key, title, input: value = {} }) => [key, { summary: title, value }]));
  return { required: (schema.required ?? []).length > 0, content: { [type]: { schema, ...(examples.length > 0 ? { examples: shown } : {}) } } };
}
