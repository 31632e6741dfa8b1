/**
 * The API on a socket: every route file of app/api behind the real gate, as Next would serve them. Node's own HTTP, so
 * that clients meet real connections, which can also be cut.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { NextRequest } from "next/server";
import { expect } from "vitest";
import * as denied from "@/app/denied/api/route";
import { gate } from "@/lib/edge/gate";
import { privateHeaders } from "@/lib/edge/private-headers";
import { filesNamed, patternOf } from "../../scripts/contracts/app-files";
import { forwardedBy, isGated } from "../matrix/through-gate";
import { freshAddress, TEST_ORIGIN } from "../setup/test-context";
import { eventually } from "./eventually";

type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** What arrived, in its order. */
export interface Seen {
  method: string;
  /** With its query. */
  path: string;
  status: number;
  headers: IncomingMessage["headers"];
}

/** What happens to the next request of this path: `drop` closes the connection, `page` answers as a proxy whose upstream is away, `hold` keeps the answer back until it is let go. */
export type Fault = "drop" | "page" | "hold";

export interface LoopbackApi {
  url: string;
  seen: Seen[];
  /** How many requests of this method and path came, without queries: `POST /api/auth/token/refresh`. */
  count: (line: string) => number;
  fail: (path: string, fault: Fault, times?: number) => void;
  /** Resolves once an answer is held. */
  isHeld: () => Promise<void>;
  /** Lets go of what is held. */
  release: () => void;
  forget: () => void;
  close: () => Promise<void>;
}

const ROOT = join(import.meta.dirname, "../..");
const routes = filesNamed(ROOT, "app/api", /^route\.ts$/)
  .filter((file) => !file.includes("[..."))
  .map((file) => ({ file, segments: patternOf(file).split("/") }))
  // A written segment wins over a parameter, as it does in Next.
  .sort((a, b) => a.segments.filter(isParameter).length - b.segments.filter(isParameter).length);

function isParameter(segment: string): boolean {
  return segment.startsWith("[");
}

function findRoute(pathname: string): { file: string; params: Record<string, string> } | null {
  const given = pathname.split("/");
  const found = routes.find(({ segments }) => segments.length === given.length && segments.every((segment, at) => isParameter(segment) || segment === given[at]));
  if (!found) return null;
  const params = found.segments.flatMap((segment, at) => (isParameter(segment) ? [[segment.slice(1, -1), decodeURIComponent(given[at] ?? "")] as const] : []));
  return { file: found.file, params: Object.fromEntries(params) };
}

/** The gate's answer, or the route's behind it. */
async function answer(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  if (isGated(pathname)) {
    const verdict = await gate(new NextRequest(request.url, { method: request.method, headers: request.headers }));
    if (!verdict.headers.get("x-middleware-next") && !verdict.headers.get("x-middleware-rewrite")) return verdict;
    if (verdict.headers.get("x-middleware-rewrite")) return call(denied, withHeaders(request, forwardedBy(verdict)), {});
  }
  const route = findRoute(pathname);
  if (!route) throw new Error(`no route at ${pathname}${search}`);
  return call((await import(pathToFileURL(join(ROOT, route.file)).href)) as object, request, route.params);
}

const call = (route: object, request: Request, params: Record<string, string>): Promise<Response> => {
  const handler = (route as Record<string, Handler | undefined>)[request.method];
  if (!handler) throw new Error(`no ${request.method} at ${request.url}`);
  return handler(request, { params: Promise.resolve(params) });
};

function withHeaders(request: Request, more: Record<string, string>): Request {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return new Request(request, { headers });
}

async function requestOf(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) headers.set(name, String(value));
  headers.set(privateHeaders.clientAddress, freshAddress());
  headers.set("content-length", String(body.byteLength));
  const method = message.method ?? "GET";
  return new Request(new URL(message.url ?? "/", TEST_ORIGIN), { method, headers, body: method === "GET" ? null : body });
}

async function write(response: ServerResponse, { status, headers, body }: Response): Promise<void> {
  response.writeHead(status, [...headers.entries()].flatMap(([name, value]) => (name === "set-cookie" ? [] : [name, value])).concat(headers.getSetCookie().flatMap((line) => ["set-cookie", line])));
  if (body) for await (const chunk of body) response.write(chunk);
  response.end();
}

/** Listens on a free port of loopback. */
export async function startLoopbackApi(): Promise<LoopbackApi> {
  const seen: Seen[] = [];
  const faults: { path: string; fault: Fault }[] = [];
  let held: (() => void)[] = [];
  const server = createServer((message, response) => {
    void (async () => {
      const path = message.url ?? "/";
      const at = faults.findIndex((fault) => fault.path === path.split("?")[0]);
      const [{ fault } = { fault: null }] = at < 0 ? [] : faults.splice(at, 1);
      const entry: Seen = { method: message.method ?? "GET", path, status: 0, headers: message.headers };
      seen.push(entry);
      if (fault === "drop") return void message.socket.destroy();
      const result = fault === "page" ? new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "content-type": "text/html" } }) : await answer(await requestOf(message));
      entry.status = result.status;
      if (fault === "hold") await new Promise<void>((resolve) => held.push(resolve));
      await write(response, result);
    })().catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    count: (line) => seen.filter(({ method, path }) => `${method} ${path.split("?")[0]}` === line).length,
    fail: (path, fault, times = 1) => void faults.push(...Array.from({ length: times }, () => ({ path, fault }))),
    isHeld: () => eventually(() => expect(held.length).toBeGreaterThan(0)),
    release: () => {
      for (const letGo of held) letGo();
      held = [];
    },
    forget: () => void seen.splice(0),
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}
