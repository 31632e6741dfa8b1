import { assertNotAborted } from "./abortable";
import { AuthClientError, errorOfAnswer } from "./auth-client-error";
import { baseUrlOf, PATH, type ResolvedConfig } from "./client-config";
import type { TokenPair } from "./token-storage";

export interface CallOptions {
  /** Ends the waiting; the call then rejects with the signal's reason. */
  signal?: AbortSignal;
}

type QueryValue = string | number | boolean | Date | null | undefined;

export interface ApiRequest extends CallOptions {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the base address on: `/api/auth/login`. */
  path: string;
  /** What is null or undefined is left out. */
  query?: { [name: string]: QueryValue };
  /** FormData goes as it is, anything else as JSON. */
  body?: object;
}

/** Values that stand in a path, each as one segment: at`/roles/${id}/clone`. @throws TypeError for one that would lead elsewhere */
export function at(parts: TemplateStringsArray, ...ids: string[]): string {
  return parts.reduce((path, part, index) => path + segment(ids[index - 1] ?? "") + part);
}

function segment(id: string): string {
  if (id === "" || id === "." || id === "..") throw new TypeError(`${JSON.stringify(id)} is no id`);
  return encodeURIComponent(id);
}

interface SendOptions {
  /** Whether the browser's cookies go along, where the strategy has any. Default: where there are no tokens. */
  cookies?: boolean;
}

/** One try, as whoever holds the tokens; null: with cookies, where the strategy has any. @throws AuthClientError and, once aborted, the signal's reason */
export async function sendRequest(config: ResolvedConfig, request: ApiRequest, tokens: TokenPair | null, { cookies = tokens === null }: SendOptions = {}): Promise<Response> {
  assertNotAborted(request.signal);
  const usesCookies = cookies && config.storageStrategy !== "localStorage-only";
  const answer = await config
    .fetch(urlOf(config, request), {
      method: request.method,
      headers: headersOf(config, request, tokens),
      body: request.body === undefined || request.body instanceof FormData ? request.body : JSON.stringify(request.body),
      credentials: usesCookies ? "include" : "omit",
      // The API redirects nobody; a proxy that does would be handed the token.
      redirect: "error",
      signal: request.signal ?? null,
    })
    .catch((cause: unknown) => failed(request, cause));
  if (answer.ok) return answer;
  throw errorOfAnswer(answer, await readJson(answer, request).catch(() => undefined));
}

/** The body; undefined where there is none (204). @throws AuthClientError `INVALID_ANSWER` for anything but JSON */
export async function readJson(answer: Response, request: ApiRequest): Promise<unknown> {
  const text = await answer.text().catch((cause: unknown) => failed(request, cause));
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AuthClientError({ code: "INVALID_ANSWER", message: "The answer is not the API's. Is apiBaseUrl right?", status: answer.status, cause });
  }
}

function failed({ signal }: ApiRequest, cause: unknown): never {
  assertNotAborted(signal);
  throw new AuthClientError({ code: "NETWORK_ERROR", message: "The server could not be reached. Check your connection and try again.", cause });
}

/** @throws TypeError for what is no path of this server: `@elsewhere/` behind the base address would be another host */
function urlOf(config: ResolvedConfig, { path, query = {} }: ApiRequest): string {
  if (!PATH.test(path)) throw new TypeError(`${JSON.stringify(path)} is no path: it begins with one slash and has no query of its own.`);
  const given = Object.entries(query).filter((entry): entry is [string, string | number | boolean | Date] => entry[1] !== undefined && entry[1] !== null);
  const texts = given.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value instanceof Date ? value.toISOString() : String(value))}`);
  return `${baseUrlOf(config)}${path}${texts.length > 0 ? `?${texts.join("&")}` : ""}`;
}

function headersOf({ customHeaders }: ResolvedConfig, { body }: ApiRequest, tokens: TokenPair | null): Record<string, string> {
  return {
    ...customHeaders,
    ...(body === undefined || body instanceof FormData ? {} : { "content-type": "application/json" }),
    ...(tokens ? { authorization: `Bearer ${tokens.accessToken}` } : {}),
  };
}
