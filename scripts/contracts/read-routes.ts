/** Every route file: which methods it offers, and by which operation or handler. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import type { Access } from "@/lib/edge/access";
import type { AnyOperation, Method } from "@/lib/operation";
import { filesNamed, patternOf } from "./app-files";
import { exportedConst, isExported, readAccess } from "./read-access";
import { importOrigin, parse } from "./source";

export interface RouteDeclaration {
  file: string;
  pattern: string;
  /** By method: the operation (`methods`) or the access (`handler`). HEAD and OPTIONS follow from the others. */
  methods: Partial<Record<Method, { operation: AnyOperation } | { access: Access }>>;
}

/** Next's own catch-alls: Auth.js's protocol paths, and the JSON 404 for everything unknown. */
const EXEMPT = /\/\[\.\.\.(nextauth|path)\]\/route\.ts$/;
const METHODS: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"] satisfies Method[];
const VERBS: readonly string[] = [...METHODS, "HEAD", "OPTIONS"];

type Read = RouteDeclaration["methods"];

export async function readRoutes(root: string): Promise<{ routes: RouteDeclaration[]; faults: string[] }> {
  const routes: RouteDeclaration[] = [];
  const faults: string[] = [];
  for (const file of filesNamed(root, "app", /^route\.tsx?$/)) {
    if (EXEMPT.test(file)) continue;
    try {
      routes.push({ file, pattern: patternOf(file), methods: await readRoute(root, file) });
    } catch (error) {
      if (!(error instanceof RouteFault)) throw error;
      faults.push(`${file} ${error.message}`);
    }
  }
  return { routes: routes.sort((a, b) => (a.pattern < b.pattern ? -1 : 1)), faults };
}

class RouteFault extends Error {}

async function readRoute(root: string, file: string): Promise<Read> {
  const source = parse(root, file);
  const read: Read = {};
  for (const [verb, expression] of exportedVerbs(source)) {
    const call = expression && ts.isCallExpression(expression) ? expression : undefined;
    const made = call?.expression.getText(source);
    if (made === "methods") Object.assign(read, await readOperations(root, source, argument(call)));
    else if (made !== "handler") throw new RouteFault(`exports ${verb} as a raw handler: use methods({ ${verb}: operation }) or handler({ access }, …)`);
    else if (METHODS.includes(verb)) read[verb as Method] = { access: readHandlerAccess(source, argument(call)) };
  }
  if (Object.keys(read).length === 0) throw new RouteFault("offers no method");
  return read;
}

function argument(call: ts.CallExpression | undefined): ts.ObjectLiteralExpression {
  const [first] = call?.arguments ?? [];
  if (!first || !ts.isObjectLiteralExpression(first)) throw new RouteFault("calls methods() or handler() without an object written in place");
  return first;
}

/** What each exported verb is made by; undefined where that is no constant of the file. */
function exportedVerbs(source: ts.SourceFile): [string, ts.Expression | undefined][] {
  const found: [string, ts.Expression | undefined][] = [];
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement) && isExported(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) for (const bound of namesOf(name)) found.push([bound, initializer]);
    } else if (ts.isFunctionDeclaration(statement) && statement.name && statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) {
      found.push([statement.name.text, undefined]);
    } else if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      for (const { name, propertyName } of statement.exportClause.elements) found.push([name.text, localConst(source, (propertyName ?? name).text)]);
    }
  }
  return found.filter(([name]) => VERBS.includes(name));
}

const namesOf = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name) ? [name.text] : name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));

const localConst = (source: ts.SourceFile, name: string): ts.Expression | undefined =>
  source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((declaration) => namesOf(declaration.name).includes(name))?.initializer;

async function readOperations(root: string, source: ts.SourceFile, given: ts.ObjectLiteralExpression): Promise<Read> {
  const read: Read = {};
  for (const property of given.properties) {
    const verb = property.name?.getText(source) ?? "";
    const value = ts.isShorthandPropertyAssignment(property) ? property.name : ts.isPropertyAssignment(property) ? property.initializer : undefined;
    const origin = value && ts.isIdentifier(value) ? importOrigin(root, source, value.text) : undefined;
    if (!METHODS.includes(verb) || !origin) throw new RouteFault(`gives methods() a ${verb || "property"} that is no imported operation`);
    const module = (await import(pathToFileURL(join(root, origin.file)).href)) as Record<string, AnyOperation | undefined>;
    const operation = module[origin.name];
    if (!operation?.http) throw new RouteFault(`gives methods() ${origin.name}, which is no operation`);
    read[verb as Method] = { operation };
  }
  return read;
}

function readHandlerAccess(source: ts.SourceFile, given: ts.ObjectLiteralExpression): Access {
  const property = given.properties.find((candidate) => candidate.name?.getText(source) === "access");
  const written = property && ts.isPropertyAssignment(property) && !ts.isIdentifier(property.initializer) ? property.initializer : exportedConst(source, "access");
  if (!property || !written) throw new RouteFault("calls handler() without an exported `access`");
  const reading = readAccess(written);
  if ("fault" in reading) throw new RouteFault(reading.fault);
  return reading.access;
}
