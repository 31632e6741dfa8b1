import ts from "typescript";
import { importsOf, parse, resolveImport, specifierOf } from "../../scripts/contracts/source";

/** Circles among files by what they import at run time; types vanish and do no harm. Each as the files along it. */
export function importCircles(root: string, files: readonly string[]): string[][] {
  const graph = new Map(files.map((file) => [file, runtimeImports(root, file)]));
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) return void circles.push([...trail.slice(at), file]);
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return circles;
}

function runtimeImports(root: string, file: string): string[] {
  return runtimeSpecifiers(root, file).flatMap((specifier) => resolveImport(root, file, specifier) ?? []).filter((target) => /\.tsx?$/.test(target));
}

/** What a file imports at run time, as it is written there. */
function runtimeSpecifiers(root: string, file: string): string[] {
  const source = parse(root, file);
  const fromImports = importsOf(source).filter((declaration) => !isTypeOnly(declaration)).map(specifierOf);
  const fromExports = source.statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ isTypeOnly: onlyTypes, moduleSpecifier }) => (!onlyTypes && moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : []));
  return [...fromImports, ...fromExports];
}

/** The files that come along at run time with these, themselves included, and the packages that they import. */
export function reachedFrom(root: string, files: readonly string[]): { files: string[]; packages: string[] } {
  const reached = new Set(files);
  // A set that grows while it is walked is walked to its end.
  for (const file of reached) for (const next of runtimeImports(root, file)) reached.add(next);
  const specifiers = [...reached].flatMap((file) => runtimeSpecifiers(root, file));
  return { files: [...reached].sort(), packages: [...new Set(specifiers.filter((specifier) => !/^(\.{1,2}|@)\//.test(specifier)))].sort() };
}

function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  if (importClause.isTypeOnly) return true;
  const { name, namedBindings } = importClause;
  return !name && namedBindings !== undefined && ts.isNamedImports(namedBindings) && namedBindings.elements.every((element) => element.isTypeOnly);
}
