/** The rules that no type can hold: names and paths are unique, routes and operations agree, every permission has a use. */
import { CATALOGUE } from "@/lib/access/catalogue";
import type { Access } from "@/lib/edge/access";
import { type AnyOperation, bindingsOf } from "@/lib/operation";
import type { PageDeclaration } from "./read-pages";
import type { RouteDeclaration } from "./read-routes";

export interface House {
  operations: readonly AnyOperation[];
  routes: readonly RouteDeclaration[];
  pages: readonly PageDeclaration[];
  /** Default: the permission catalogue. */
  catalogue?: readonly { name: string; pending?: string }[];
}

export const findFaults = (house: House): string[] => [
  ...duplicates(house.operations),
  ...house.operations.flatMap(operationFaults),
  ...house.operations.flatMap((operation) => missingRoutes(operation, house.routes)),
  ...house.routes.flatMap((route) => strayRoutes(route, house.operations)),
  ...permissionFaults(house),
];

function duplicates(operations: readonly AnyOperation[]): string[] {
  const addresses = operations.flatMap((operation) => bindingsOf(operation).map(({ method, path }) => `${method} ${path}`));
  return [
    ...repeated(operations.map(({ name }) => name)).map((name) => `operation ${name} exists twice`),
    ...repeated(addresses).map((address) => `${address} belongs to two operations`),
  ];
}

const repeated = (values: string[]) => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];

function operationFaults(operation: AnyOperation): string[] {
  const faults: string[] = [];
  if (operation.kind !== "query" && !operation.audit) faults.push(`operation ${operation.name} changes things and declares no audit action`);
  if (operation.kind === "mutation" && operation.audit && !operation.audit.describe && !operation.audit.writtenByRun) faults.push(`operation ${operation.name} is a mutation whose audit row nothing writes: give its audit a describe`);
  const declared = Object.keys(operation.params?.shape ?? {}).sort().join();
  for (const { path } of bindingsOf(operation)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort().join();
    if (named !== declared) faults.push(`operation ${operation.name}: ${path} names {${named}}, its params declare {${declared}}`);
  }
  return faults;
}

/** Whether a route's folders answer an operation's path: `{id}` is `[id]`, and `@me` is a parameter that the route narrows. */
export function answers(pattern: string, path: string): boolean {
  const folders = pattern.split("/");
  const segments = path.split("/");
  const fits = (folder: string, segment: string) => (segment.startsWith("@") ? /^\[\w+\]$/.test(folder) : folder === segment.replace(/^\{(\w+)\}$/, "[$1]"));
  return folders.length === segments.length && segments.every((segment, index) => fits(folders[index] ?? "", segment));
}

function missingRoutes(operation: AnyOperation, routes: readonly RouteDeclaration[]): string[] {
  return bindingsOf(operation).flatMap(({ method, path }) => {
    const candidates = routes.filter(({ pattern }) => answers(pattern, path));
    if (candidates.length === 0) return [`operation ${operation.name}: no route file answers ${path}`];
    const isServed = candidates.some(({ methods }) => {
      const by = methods[method];
      return by && "operation" in by && by.operation === operation;
    });
    return isServed ? [] : [`operation ${operation.name}: ${candidates[0]?.file} does not offer it as ${method}`];
  });
}

function strayRoutes({ file, pattern, methods }: RouteDeclaration, operations: readonly AnyOperation[]): string[] {
  return Object.entries(methods).flatMap(([method, by]) => {
    if (!("operation" in by)) return [];
    if (!operations.includes(by.operation)) return [`${file}: ${by.operation.name} is in no feature of lib/registry.ts`];
    const isDeclared = bindingsOf(by.operation).some((binding) => binding.method === method && answers(pattern, binding.path));
    return isDeclared ? [] : [`${file}: ${by.operation.name} does not declare ${method} ${pattern}`];
  });
}

const permissionsOf = (access: Access): string[] =>
  "permissions" in access ? access.permissions : [];

function permissionFaults({ operations, routes, pages, catalogue = CATALOGUE }: House): string[] {
  const handlers = routes.flatMap(({ methods }) => Object.values(methods).flatMap((by) => ("access" in by ? [by.access] : [])));
  const used = new Set([...operations.map(({ access }) => access), ...pages.map(({ access }) => access), ...handlers].flatMap(permissionsOf));
  return catalogue.flatMap(({ name, pending }) => {
    if (!used.has(name) && !pending) return [`permission ${name} opens nothing: say in lib/access/catalogue.ts which feature it is \`pending\` for`];
    return used.has(name) && pending ? [`permission ${name} is in use: take its \`pending\` out of lib/access/catalogue.ts`] : [];
  });
}
