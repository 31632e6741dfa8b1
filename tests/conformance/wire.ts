/** Requests by method and address: finds the route file as Next does, and calls the handler that it exports. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rewrites } from "@/lib/http/rewrites";
import { filesNamed, patternOf } from "../../scripts/contracts/app-files";
import { http, type HttpAnswer, type HttpRequest } from "../setup/http";

const ROOT = join(import.meta.dirname, "../..");

type Params = Record<string, string>;

/** Static folders win over named ones, those over catch-alls. */
const rank = (pattern: string): string =>
  pattern.split("/").map((folder) => (folder.startsWith("[...") ? "2" : folder.startsWith("[") ? "1" : "0")).join("");

const routes = filesNamed(ROOT, "app", /^route\.tsx?$/)
  .map((file) => ({ file, pattern: patternOf(file) }))
  .sort((a, b) => (rank(a.pattern) < rank(b.pattern) ? -1 : 1));

/** What the folders' names stand for in a path; null where it is not theirs. */
function paramsOf(pattern: string, path: string): Params | null {
  const folders = pattern.split("/");
  const segments = path.split("/");
  const isRest = pattern.includes("[...");
  if (isRest ? segments.length < folders.length : segments.length !== folders.length) return null;
  const params: Params = {};
  for (const [index, folder] of folders.entries()) {
    const segment = segments[index] ?? "";
    const name = /^\[(\.\.\.)?(\w+)\]$/.exec(folder)?.[2];
    // A catch-all's value is a list to Next, and iterates over its segments as one.
    if (folder.startsWith("[...")) return { ...params, [name ?? ""]: segments.slice(index) as never };
    if (name) params[name] = decodeURIComponent(segment);
    else if (folder !== segment) return null;
  }
  return params;
}

const rewritten = (path: string): string => rewrites.find(({ source }) => source === path)?.destination ?? path;

function findRoute(path: string): { file: string; params: Params } | null {
  for (const { file, pattern } of routes) {
    const params = paramsOf(pattern, rewritten(path));
    if (params) return { file, params };
  }
  return null;
}

/** Whether any route file is asked. Outside of /api there is no catch-all: Next answers an unknown path with its page. */
export const isRouted = (line: string): boolean => findRoute(line.split(" ")[1] ?? "") !== null;

export type Sent = Omit<HttpRequest, "method" | "path" | "params">;
type Verb = NonNullable<HttpRequest["method"]>;

/** `send("POST /api/auth/login", { body })`; the address may carry a query. */
export async function send(line: string, request: Sent = {}): Promise<HttpAnswer> {
  const [method, path] = line.split(" ") as [Verb, string];
  const found = findRoute(path.split("?")[0] ?? "");
  if (!found) throw new Error(`no route file answers ${path}`);
  const { file, params } = found;
  const route = (await import(pathToFileURL(join(ROOT, file)).href)) as object;
  return http(route, { ...request, method, path, params });
}
