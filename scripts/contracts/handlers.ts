/** Routes that are no operation: each must be described, and each description must be of one. */
import type { Access } from "@/lib/edge/access";
import { type DescribedHandler, handlerBindings } from "@/lib/http/openapi/handler-entry";
import type { Method } from "@/lib/operation";
import { answers } from "./find-faults";
import type { RouteDeclaration } from "./read-routes";

interface FoundHandler {
  file: string;
  pattern: string;
  method: Method;
  access: Access;
}

const foundIn = (routes: readonly RouteDeclaration[]): FoundHandler[] =>
  routes
    .filter(({ pattern }) => pattern.startsWith("/api/"))
    .flatMap(({ file, pattern, methods }) => Object.entries(methods).flatMap(([method, by]) => ("access" in by ? [{ file, pattern, method: method as Method, access: by.access }] : [])));

const fits = (found: FoundHandler, described: DescribedHandler) =>
  handlerBindings(described).some(({ method, path }) => method === found.method && answers(found.pattern, path));

/** What the document is made of; handlers without a route are left to `undescribedHandlers`. */
export function handlersWithAccess(routes: readonly RouteDeclaration[], described: readonly DescribedHandler[]): (DescribedHandler & { access: Access })[] {
  const found = foundIn(routes);
  return described.flatMap((handler) => {
    const route = found.find((candidate) => fits(candidate, handler));
    return route ? [{ ...handler, access: route.access }] : [];
  });
}

/** Faults, as sentences. */
export function undescribedHandlers(routes: readonly RouteDeclaration[], described: readonly DescribedHandler[]): string[] {
  const found = foundIn(routes);
  const strays = found.filter((route) => !described.some((handler) => fits(route, handler)));
  const gone = described.flatMap((handler) =>
    handlerBindings(handler).filter(({ method, path }) => !found.some((route) => route.method === method && answers(route.pattern, path))).map(({ method, path }) => `${handler.name} describes ${method} ${path}, which no handler answers: take it out of lib/http/openapi/described-handlers.ts`),
  );
  return [...strays.map(({ file, method }) => `${file}: ${method} is no operation. Make it one, or describe it in lib/http/openapi/described-handlers.ts`), ...gone];
}
