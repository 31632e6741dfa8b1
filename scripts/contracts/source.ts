/** Source files as syntax trees, and where their imports lead. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import ts from "typescript";

/** The tree of a file, `file` being a path from `root`. */
export function parse(root: string, file: string): ts.SourceFile {
  const text = readFileSync(join(root, file), "utf8");
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
}

export const importsOf = (source: ts.SourceFile): ts.ImportDeclaration[] => source.statements.filter(ts.isImportDeclaration);

export const specifierOf = ({ moduleSpecifier }: ts.ImportDeclaration): string => (moduleSpecifier as ts.StringLiteral).text;

/** What a file leads to: by import, by re-export, or by import() at any depth. */
export function leadsOf(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isImportCall = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const named = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : isImportCall ? node.arguments[0] : undefined;
    if (named && ts.isStringLiteral(named)) found.push(named.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The file of this repository that an import names, or undefined for a package. */
export function resolveImport(root: string, from: string, specifier: string): string | undefined {
  const base = specifier.startsWith("@/") ? specifier.slice(2) : specifier.startsWith(".") ? posix.join(dirname(from), specifier) : undefined;
  if (base === undefined) return undefined;
  return ["", ".ts", ".tsx", "/index.ts"].map((ending) => base + ending).find((file) => /\.\w+$/.test(file) && existsSync(join(root, file)));
}

/** Where a name of this file comes from: `{ file, name }` of the export. */
export function importOrigin(root: string, source: ts.SourceFile, local: string): { file: string; name: string } | undefined {
  for (const declaration of importsOf(source)) {
    const bindings = declaration.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const found = bindings.elements.find((element) => element.name.text === local);
    const file = found && resolveImport(root, source.fileName, specifierOf(declaration));
    if (found && file) return { file, name: (found.propertyName ?? found.name).text };
  }
  return undefined;
}

/** Whether the file begins with a directive such as "use server". */
export const hasDirective = (source: ts.SourceFile, directive: string): boolean =>
  source.statements.some((s) => ts.isExpressionStatement(s) && ts.isStringLiteral(s.expression) && s.expression.text === directive);
