/** The OpenAPI 3.1 document of the operations: derived, so that it can say nothing that the server does not do. */
import { z } from "zod";
import {
  BAD_REQUEST,
  CSRF,
  type ErrorSpec,
  FORBIDDEN,
  INTERNAL_ERROR,
  LENGTH_REQUIRED,
  NOT_FOUND,
  PASSWORD_CHANGE_REQUIRED,
  PAYLOAD_TOO_LARGE,
  RATE_LIMIT_EXCEEDED,
  UNAUTHORIZED,
  UNAVAILABLE,
  UNSUPPORTED_MEDIA_TYPE,
  VALIDATION_ERROR,
} from "@/lib/errors";
import { type AnyOperation, bindingsOf, type HttpBinding } from "@/lib/operation";

type Json = Record<string, unknown>;

export interface OpenApiDocument extends Json {
  openapi: "3.1.0";
  servers: { url: string }[];
  paths: Record<string, Record<string, Json>>;
}

/** The document of these operations; `servers` is to be replaced by whoever serves it. */
export function openApiDocument(operations: readonly AnyOperation[], version: string): OpenApiDocument {
  const paths: OpenApiDocument["paths"] = {};
  const responses: Json = {};
  for (const operation of operations) {
    bindingsOf(operation).forEach((binding, index) => {
      (paths[binding.path] ??= {})[binding.method.toLowerCase()] = describe(operation, binding, index, responses);
    });
  }
  return {
    openapi: "3.1.0",
    info: { title: "Gatehouse", version, description: "Authentication, sessions, roles, administration and audit." },
    servers: [{ url: "/" }],
    tags: [...new Set(operations.map(tagOf))].sort().map((name) => ({ name })),
    paths: Object.fromEntries(Object.entries(paths).sort().map(([path, methods]) => [path, Object.fromEntries(Object.entries(methods).sort())])),
    components: {
      schemas: { Error: ERROR_SCHEMA },
      responses: Object.fromEntries(Object.entries(responses).sort()),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const SECURITY_SCHEMES = {
  bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "The access token, for clients that are no browsers." },
  cookie: { type: "apiKey", in: "cookie", name: "access_token", description: "The access token's cookie; `__Host-access_token` where the site is served by https." },
};

const ERROR_SCHEMA = {
  type: "object",
  required: ["error", "code", "request_id"],
  properties: {
    error: { type: "string", description: "A sentence for people." },
    code: { type: "string", description: "For machines." },
    details: { type: "object", additionalProperties: true, description: "For VALIDATION_ERROR: `fields`, with sentences per field." },
    request_id: { type: "string" },
    retry_after_minutes: { type: "integer" },
  },
};

const tagOf = ({ name }: AnyOperation): string => name.split(".")[0] ?? name;

/** Refusals that many operations share are put into `shared` and named. */
function describe(operation: AnyOperation, { method }: HttpBinding, index: number, shared: Json): Json {
  const { name, access, audit, limit, summary, status = 200 } = operation;
  return {
    // An id stands once in a document: the other addresses of a capability get a number.
    operationId: index === 0 ? name : `${name}.${index + 1}`,
    summary,
    tags: [tagOf(operation)],
    security: access.kind === "anyone" ? [] : [{ cookie: [] }, { bearer: [] }],
    parameters: [...parameters(operation.params, "path"), ...parameters(operation.query, "query")],
    ...(operation.input && method !== "GET" ? { requestBody: requestBody(operation) } : {}),
    responses: { [status]: { description: "Success", content: contentOf(operation) }, ...refusals(operation, method, shared) },
    "x-access": access,
    "x-audit": audit ? audit.actions : [],
    ...(limit ? { "x-limit": limit.name } : {}),
  };
}

function contentOf({ output, produces }: AnyOperation): Json {
  if (produces) return Object.fromEntries(produces.map((type) => [type, { schema: { type: "string" } }]));
  return { "application/json": { schema: schemaOf(output, "output") } };
}

/** `$schema` belongs to documents of its own. What JSON Schema cannot say (a transform's result) is left open. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline", override: withoutImpliedPattern });
  return rest;
}

/** A named format says what its regular expression would say again, at length. */
function withoutImpliedPattern({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.format) delete jsonSchema.pattern;
}

function parameters(schema: z.ZodObject | undefined, place: "path" | "query"): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({ name, in: place, required: place === "path" || required.includes(name), schema: property }));
}

function requestBody({ input, body = "json" }: AnyOperation): Json {
  const type = body === "multipart" ? "multipart/form-data" : "application/json";
  const schema = schemaOf(input, "input") as Json & { required?: string[] };
  return { required: (schema.required ?? []).length > 0, content: { [type]: { schema } } };
}

/** Every code that can come back, by status: the general ones follow from the declaration. */
function refusals(operation: AnyOperation, method: HttpBinding["method"], shared: Json): Json {
  const byStatus = new Map<number, Set<string>>();
  for (const { status, code } of [...generalErrors(operation, method), ...(Object.values(operation.errors ?? {}) as ErrorSpec[])]) {
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code));
  }
  const refer = ([status, codes]: [number, Set<string>]) => {
    const sorted = [...codes].sort();
    const name = `${status}.${sorted.join(".")}`;
    shared[name] ??= refusal(status, sorted);
    return [status, { $ref: `#/components/responses/${name}` }] as const;
  };
  return Object.fromEntries([...byStatus].sort(([a], [b]) => a - b).map(refer));
}

function refusal(status: number, codes: string[]): Json {
  const schema = { allOf: [{ $ref: "#/components/schemas/Error" }, { properties: { code: { enum: codes } } }] };
  const waits = status === 429 || status === 503;
  const headers = waits ? { headers: { "Retry-After": { description: "Whole seconds.", schema: { type: "integer" } } } } : {};
  return { description: codes.join(", "), ...headers, content: { "application/json": { schema } } };
}

function generalErrors({ access, kind, params, scope, query, input, limit, beforePasswordChange }: AnyOperation, method: HttpBinding["method"]): ErrorSpec[] {
  const isGated = access.kind !== "anyone";
  return [
    ...(method === "GET" ? [] : [BAD_REQUEST, LENGTH_REQUIRED, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE]),
    ...(kind === "query" ? [] : [CSRF]),
    ...(isGated ? [UNAUTHORIZED] : []),
    ...(isGated && !beforePasswordChange ? [PASSWORD_CHANGE_REQUIRED] : []),
    ...(access.kind === "permission" || access.kind === "own-or-any" ? [FORBIDDEN] : []),
    ...(params ?? (scope && access.kind === "own-or-any") ? [NOT_FOUND] : []),
    ...(query ?? input ? [VALIDATION_ERROR] : []),
    ...(limit ? [RATE_LIMIT_EXCEEDED] : []),
    INTERNAL_ERROR,
    UNAVAILABLE,
  ];
}
