import { privateHeaders } from "@/lib/edge/private-headers";
import type { Caller } from "./call-as";
import { FIREFOX, freshAddress, TEST_ORIGIN } from "./test-context";

type RouteHandler = (request: Request, route: { params: Promise<Record<string, string | string[] | undefined>> }) => Promise<Response>;

export interface HttpRequest {
  method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  /** With its query. Default `/api/test`. */
  path?: string;
  /** What Next would have read from the folder names. */
  params?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is, FormData as multipart. */
  body?: unknown;
  /** Sends their access token as Bearer. */
  as?: Caller | null;
  cookies?: Record<string, string>;
  /** undefined: not sent. */
  headers?: Record<string, string | undefined>;
  /** true: the headers by which a browser on our own pages shows itself. */
  browser?: boolean;
  ip?: string;
}

export interface HttpAnswer {
  status: number;
  /** Parsed JSON; the text where it is something else; undefined where there is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads whatever the wire holds
  body: any;
  headers: Headers;
  /** Set-Cookie by name: its value and its whole line. */
  cookies: Record<string, { value: string; line: string }>;
}

/** Calls the handler that a route file exports, with a real Request, as Next would after the request guard. */
export async function http(route: object, request: HttpRequest = {}): Promise<HttpAnswer> {
  const method = request.method ?? (request.body === undefined ? "GET" : "POST");
  const handler = (route as Record<string, RouteHandler | undefined>)[method];
  if (!handler) throw new Error(`the route exports no ${method}`);
  const url = new URL(request.path ?? "/api/test", TEST_ORIGIN);
  const body = await bytesOf(request.body);
  const headers = headersOf(request, body);
  const answer = await handler(new Request(url, { method, headers, body: body?.bytes }), { params: Promise.resolve(request.params ?? {}) });
  return { status: answer.status, body: await jsonOf(answer), headers: answer.headers, cookies: cookiesOf(answer.headers) };
}

async function bytesOf(body: unknown): Promise<{ bytes: ArrayBuffer; type: string } | undefined> {
  if (body === undefined) return undefined;
  const sent = body instanceof FormData || typeof body === "string" ? body : JSON.stringify(body);
  const encoded = new Response(sent);
  const type = body instanceof FormData ? (encoded.headers.get("content-type") ?? "") : "application/json";
  return { bytes: await encoded.arrayBuffer(), type };
}

function headersOf(request: HttpRequest, body: { bytes: ArrayBuffer; type: string } | undefined): Headers {
  const cookies = Object.entries(request.cookies ?? {}).map(([name, value]) => `${name}=${value}`);
  const sent = {
    "user-agent": FIREFOX,
    [privateHeaders.clientAddress]: request.ip ?? freshAddress(),
    ...(request.browser ? { origin: TEST_ORIGIN, "sec-fetch-site": "same-origin" } : {}),
    ...(body ? { "content-type": body.type, "content-length": String(body.bytes.byteLength) } : {}),
    ...(request.as ? { authorization: `Bearer ${request.as.accessToken}` } : {}),
    ...(cookies.length > 0 ? { cookie: cookies.join("; ") } : {}),
    ...request.headers,
  };
  return new Headers(Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function jsonOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (text === "") return undefined;
  return answer.headers.get("content-type")?.startsWith("application/json") ? (JSON.parse(text) as unknown) : text;
}

const cookiesOf = (headers: Headers): HttpAnswer["cookies"] =>
  Object.fromEntries(
    headers.getSetCookie().map((line) => {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      return [pair.slice(0, at), { value: pair.slice(at + 1), line }];
    }),
  );
