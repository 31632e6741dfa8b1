/** The OpenAPI 3.1 document: derived from the declarations, so that it can say nothing that the server does not do. */
import type { Access } from "@/lib/edge/access";
import { type AnyOperation, bindingsOf } from "@/lib/operation";
import { emptyExample, type Example, needsExample } from "@/lib/operation-example";
import { type DescribedHandler, handlerBindings, handlerEntry } from "./handler-entry";
import { HEADERS } from "./headers";
import { operationEntry, type RecordedAnswers } from "./operation-entry";
import { ERROR_SCHEMA } from "./refusals";
import type { Json } from "./schema";

export interface OpenApiDocument extends Json {
  openapi: "3.1.0";
  servers: { url: string }[];
  paths: Record<string, Record<string, Json>>;
}

export interface DescribedFeature {
  /** Becomes the tag. */
  name: string;
  operations: readonly AnyOperation[];
  examples?: readonly Example[];
}

export interface DocumentSource {
  features: readonly DescribedFeature[];
  /** With the access that their route files declare. */
  handlers: readonly (DescribedHandler & { access: Access })[];
  answers: RecordedAnswers;
  version: string;
}

/** The examples of an operation: those written for it, or its bare address where that is a whole request. */
export function examplesOf(operation: AnyOperation, { examples = [] }: DescribedFeature): readonly Example[] {
  const written = examples.filter((candidate) => candidate.operation === operation);
  return written.length === 0 && !needsExample(operation) ? [emptyExample(operation)] : written;
}

/** `servers` is to be replaced by whoever serves it. */
export function openApiDocument({ features, handlers, answers, version }: DocumentSource): OpenApiDocument {
  const paths: OpenApiDocument["paths"] = {};
  const shared: Json = {};
  const all = features.flatMap((feature) => feature.operations.map((operation) => ({ operation, feature })));
  for (const { operation, feature } of all.sort((a, b) => (a.operation.name < b.operation.name ? -1 : 1))) {
    const parts = { tag: feature.name, examples: examplesOf(operation, feature), answers, shared };
    bindingsOf(operation).forEach((binding, index) => {
      (paths[binding.path] ??= {})[binding.method.toLowerCase()] = operationEntry(operation, binding, { ...parts, index });
    });
  }
  for (const handler of handlers) {
    handlerBindings(handler).forEach(({ method, path }, index) => {
      (paths[path] ??= {})[method.toLowerCase()] = handlerEntry(handler, index, { access: handler.access, answers, shared });
    });
  }
  return {
    openapi: "3.1.0",
    info: { title: "Gatehouse", version, description: DESCRIPTION },
    servers: [{ url: "/" }],
    tags: [...new Set([...features.map(({ name }) => name), ...handlers.map(({ tag }) => tag)])].sort().map((name) => ({ name })),
    paths: Object.fromEntries(Object.entries(paths).sort(byKey).map(([path, methods]) => [path, Object.fromEntries(Object.entries(methods).sort(byKey))])),
    components: {
      schemas: { Error: ERROR_SCHEMA },
      responses: Object.fromEntries(Object.entries(shared).sort(byKey)),
      headers: HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

const DESCRIPTION = [
  "Authentication, sessions, roles, administration and audit.",
  "Browsers send the cookie `access_token`; everybody else sends the access token as `Authorization: Bearer`. Requests that change something are taken by cookie only from pages of this site or of an origin that is configured.",
  "Every refusal has the shape of `Error`. Lists go on with `cursor` and the `next_cursor` of an answer; `page` reaches row 10,000.",
  "Examples are requests that the tests send to the running handlers, and the answers that came back; ids and times are exchanged and long lists cut short.",
].join("\n\n");

const SECURITY_SCHEMES = {
  bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "The access token, for clients that are no browsers." },
  cookie: { type: "apiKey", in: "cookie", name: "access_token", description: "The access token's cookie; `__Host-access_token` where the site is served by https." },
  secret: { type: "http", scheme: "bearer", description: "A secret of the server's environment, for schedulers and monitoring." },
};
