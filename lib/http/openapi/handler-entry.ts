/** What a route does that is no operation, as the document shows it. */
import type { z } from "zod";
import type { Access } from "@/lib/edge/access";
import { type ErrorSpec, INTERNAL_ERROR, RATE_LIMIT_EXCEEDED, UNAUTHORIZED, UNAVAILABLE } from "@/lib/errors";
import type { HttpBinding, Method } from "@/lib/operation";
import type { Limit } from "@/lib/rate-limit/limits";
import { accessSentence } from "./access-sentence";
import { LIMIT_HEADERS } from "./headers";
import type { RecordedAnswers } from "./operation-entry";
import { errorResponses } from "./refusals";
import { type Json, schemaOf } from "./schema";

export interface DescribedHandler {
  /** Stands in the document as its id. */
  name: string;
  method: Method | Method[];
  /** As OpenAPI spells it. */
  path: string;
  tag: string;
  summary: string;
  /** Why this is no operation. */
  because: string;
  limit?: Limit;
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** Path and query parameters as an example sends them. */
  example?: Record<string, string>;
  /** Default 200. */
  status?: number;
  /** Default `application/json`; null: an answer without a body. */
  type?: string | null;
  /** Of JSON. */
  output?: z.ZodType;
  /** The secret of the environment that it asks for as Bearer token. */
  secret?: string;
  errors?: readonly ErrorSpec[];
}

export const handlerBindings = ({ method, path }: DescribedHandler): HttpBinding[] => [method].flat().map((one) => ({ method: one, path }));

/** `access` is what the route file declares. */
export function handlerEntry(handler: DescribedHandler, index: number, { access, answers, shared }: { access: Access; answers: RecordedAnswers; shared: Json }): Json {
  const { name, summary, because, tag, secret, limit, status = 200 } = handler;
  return {
    operationId: index === 0 ? name : `${name}.${index + 1}`,
    summary,
    description: `${secret ? `Needs \`${secret}\` as Bearer token.` : accessSentence(access)} No operation: ${because}`,
    tags: [tag],
    security: secret ? [{ secret: [] }] : access.kind === "anyone" ? [] : [{ cookie: [] }, { bearer: [] }],
    parameters: [...parameters(handler, "path"), ...parameters(handler, "query")],
    responses: {
      [status]: { description: "Success", ...(limit ? { headers: LIMIT_HEADERS } : {}), ...contentOf(handler, answers) },
      ...errorResponses(errorsOf(handler, access), shared),
    },
    "x-access": access,
    "x-audit": [],
    ...(limit ? { "x-limit": limit.name } : {}),
    "x-handler": true,
  };
}

const errorsOf = ({ errors = [], secret, limit }: DescribedHandler, access: Access): ErrorSpec[] => [
  ...(secret || access.kind !== "anyone" ? [UNAUTHORIZED] : []),
  ...(limit ? [RATE_LIMIT_EXCEEDED] : []),
  INTERNAL_ERROR,
  UNAVAILABLE,
  ...errors,
];

function contentOf({ name, type = "application/json", output }: DescribedHandler, answers: RecordedAnswers): Json {
  if (type === null) return {};
  const answer = answers[name]?.example;
  const schema = output ? schemaOf(output, "output") : { type: "string" };
  return { content: { [type]: { schema, ...(answer ? { examples: { example: { summary: "Example", value: answer.body } } } : {}) } } };
}

function parameters({ params, query, example = {} }: DescribedHandler, place: "path" | "query"): Json[] {
  const schema = place === "path" ? params : query;
  if (!schema) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => ({
    name,
    in: place,
    required: place === "path",
    schema: schemaOf(field, "input"),
    ...(example[name] === undefined ? {} : { examples: { example: { value: example[name] } } }),
  }));
}
