/** Every page: its address, the access it declares, and whether anything can be posted to it. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import type { Access } from "@/lib/edge/access";
import { filesNamed, patternOf } from "./app-files";
import { exportedConst, readAccess } from "./read-access";
import { hasDirective, importsOf, leadsOf, parse, resolveImport, specifierOf } from "./source";

export interface PageDeclaration {
  file: string;
  pattern: string;
  access: Access;
  hasActions: boolean;
}

export function readPages(root: string): { pages: PageDeclaration[]; faults: string[] } {
  const pages: PageDeclaration[] = [];
  const faults: string[] = [];
  for (const file of filesNamed(root, "app", /^page\.tsx$/)) {
    const reading = readPage(root, file);
    if (typeof reading === "string") faults.push(`${file} ${reading}`);
    else pages.push(reading);
  }
  return { pages: pages.sort((a, b) => (a.pattern < b.pattern ? -1 : 1)), faults };
}

function readPage(root: string, file: string): PageDeclaration | string {
  const source = parse(root, file);
  const declared = exportedConst(source, "access");
  if (!declared) return "has no `export const access = …`: say who may see it, with anyone(), signedIn() or can(…)";
  const reading = readAccess(declared);
  if ("fault" in reading) return reading.fault;
  if (!goesThroughPage(source)) return "does not check its access: write `export default page(access, …)`";
  return { file, pattern: patternOf(file), access: reading.access, hasActions: hasActions(root, file) };
}

/** Where `page` comes from: a function that is only called so checks nothing. */
const PAGE_MAKER = "@/app/page-maker";

/** A declaration that nothing enforces would be worse than none. */
function goesThroughPage(source: ts.SourceFile): boolean {
  const exported = source.statements.find(ts.isExportAssignment)?.expression;
  if (!exported || !ts.isCallExpression(exported) || exported.expression.getText(source) !== "page") return false;
  const [access] = exported.arguments;
  const isOurs = importsOf(source).some((declaration) => specifierOf(declaration) === PAGE_MAKER);
  return isOurs && access !== undefined && ts.isIdentifier(access) && access.text === "access";
}

/** Server actions in the page, in a layout or template around it, or in what those import from below app/. */
function hasActions(root: string, page: string): boolean {
  const folders: string[] = [];
  for (let folder = dirname(page); folder !== "."; folder = dirname(folder)) folders.push(folder);
  const around = folders.flatMap((folder) => [`${folder}/layout.tsx`, `${folder}/template.tsx`]);
  return [page, ...around.filter((file) => existsSync(join(root, file)))].some((file) => leadsToAction(root, file, new Set()));
}

function leadsToAction(root: string, file: string, seen: Set<string>): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const source = parse(root, file);
  if (hasDirective(source, "use server") || hasInlineAction(source)) return true;
  const next = leadsOf(source).map((specifier) => resolveImport(root, file, specifier));
  return next.some((target) => target?.startsWith("app/") && /\.tsx?$/.test(target) && leadsToAction(root, target, seen));
}

const hasInlineAction = (node: ts.Node): boolean =>
  (ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression) && node.expression.text === "use server") ||
  (ts.forEachChild(node, (child) => hasInlineAction(child) || undefined) ?? false);
