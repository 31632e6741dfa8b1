/** What an operation may refuse with: every code, its status and its sentence, as responses that operations share. */
import {
  AppError,
  BAD_REQUEST,
  CSRF,
  type ErrorSpec,
  FORBIDDEN,
  INTERNAL_ERROR,
  LENGTH_REQUIRED,
  NOT_FOUND,
  PAYLOAD_TOO_LARGE,
  RATE_LIMIT_EXCEEDED,
  REAUTH_REQUIRED,
  UNAUTHORIZED,
  UNAVAILABLE,
  UNSUPPORTED_MEDIA_TYPE,
  VALIDATION_ERROR,
} from "@/lib/errors";
import type { AnyOperation, HttpBinding } from "@/lib/operation";
import { dueErrors } from "@/lib/session/due";
import { LIMIT_HEADERS, RETRY_AFTER } from "./headers";
import type { Json } from "./schema";

export const ERROR_SCHEMA = {
  type: "object",
  required: ["error", "code", "request_id"],
  properties: {
    error: { type: "string", description: "A sentence for people." },
    code: { type: "string", description: "For machines." },
    details: { type: "object", additionalProperties: true, description: "For VALIDATION_ERROR: `fields`, with sentences per field." },
    request_id: { type: "string", description: "Also the answer's X-Request-Id. Name it when you ask for help." },
    retry_after_minutes: { type: "integer", description: "For RATE_LIMIT_EXCEEDED: Retry-After, in minutes." },
  },
};

/** An operation's own sentence wins over the general one. */
export const refusals = (operation: AnyOperation, method: HttpBinding["method"], shared: Json): Json =>
  errorResponses([...generalErrors(operation, method), ...(Object.values(operation.errors ?? {}) as ErrorSpec[])].map((spec) => asAnswered(operation, spec)), shared);

/** Another system's address has that system's statuses. */
const asAnswered = ({ alias }: AnyOperation, spec: ErrorSpec): ErrorSpec => (alias ? { ...spec, status: alias.refusal(new AppError(spec)).status } : spec);

/** Errors by status, as references to what is put into `shared`. */
export function errorResponses(errors: readonly ErrorSpec[], shared: Json): Json {
  const byStatus = new Map<number, Map<string, ErrorSpec>>();
  for (const spec of errors) {
    byStatus.set(spec.status, (byStatus.get(spec.status) ?? new Map<string, ErrorSpec>()).set(spec.code, spec));
  }
  const sorted = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(sorted.map(([status, specs]) => [status, refer(status, [...specs.values()], shared)]));
}

/** Named by status and codes, and numbered where the same codes come with other sentences. */
function refer(status: number, specs: ErrorSpec[], shared: Json): Json {
  const sorted = specs.sort((a, b) => (a.code < b.code ? -1 : 1));
  const response = refusal(status, sorted);
  const name = [status, ...sorted.map(({ code }) => code)].join(".");
  const names = Object.keys(shared).filter((taken) => taken === name || /^\.\d+$/.test(taken.slice(name.length)));
  const same = names.find((taken) => JSON.stringify(shared[taken]) === JSON.stringify(response));
  const chosen = same ?? (names.length === 0 ? name : `${name}.${names.length + 1}`);
  shared[chosen] = response;
  return { $ref: `#/components/responses/${chosen}` };
}

const REQUEST_ID = "0198c0de-0000-7000-8000-0000000000ff";

/** What the general parts add to a refusal's body. */
const EXTRAS: Record<string, Json> = {
  [VALIDATION_ERROR.code]: { details: { fields: { name: ["This is required."] } } },
  [REAUTH_REQUIRED.code]: { details: { max_age_seconds: 600, methods: ["password"] } },
  [RATE_LIMIT_EXCEEDED.code]: { details: { retry_after_minutes: 1 }, retry_after_minutes: 1 },
};

function refusal(status: number, specs: readonly ErrorSpec[]): Json {
  const schema = { allOf: [{ $ref: "#/components/schemas/Error" }, { properties: { code: { enum: specs.map(({ code }) => code) } } }] };
  const examples = Object.fromEntries(
    specs.map(({ code, message }) => [code, { summary: message, value: { error: message, code, ...EXTRAS[code], request_id: REQUEST_ID } }]),
  );
  const headers = { ...(status === 429 ? LIMIT_HEADERS : {}), ...(status === 429 || status === 503 ? RETRY_AFTER : {}) };
  return {
    description: specs.map(({ code }) => code).join(", "),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: { "application/json": { schema, examples } },
  };
}

function generalErrors({ access, kind, params, scope, query, input, limit, whileDue, stepUp }: AnyOperation, method: HttpBinding["method"]): ErrorSpec[] {
  const isGated = access.kind !== "anyone";
  return [
    ...(method === "GET" ? [] : [BAD_REQUEST, LENGTH_REQUIRED, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE]),
    ...(kind === "query" ? [] : [CSRF]),
    ...(isGated ? [UNAUTHORIZED] : []),
    ...(isGated ? dueErrors(whileDue) : []),
    ...(stepUp ? [REAUTH_REQUIRED] : []),
    ...(access.kind === "permission" || access.kind === "own-or-any" ? [FORBIDDEN] : []),
    ...(params ?? (scope && access.kind === "own-or-any") ? [NOT_FOUND] : []),
    ...(query ?? input ? [VALIDATION_ERROR] : []),
    ...(limit ? [RATE_LIMIT_EXCEEDED] : []),
    INTERNAL_ERROR,
    UNAVAILABLE,
  ];
}
