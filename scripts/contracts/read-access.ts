/** From `can("users.view")` as written in a file to the access it declares, without running the file. */
import ts from "typescript";
import { CATALOGUE } from "@/lib/access/catalogue";
import type { Access } from "@/lib/edge/access";
import { anyone, can, canAll, canAny, signedIn } from "@/lib/access/policy";

const WRITERS: Record<string, (...permissions: never[]) => Access> = { anyone, signedIn, can, canAll, canAny };
const KNOWN: ReadonlySet<string> = new Set(CATALOGUE.map(({ name }) => name));

/** What is written, or a sentence on why it cannot be read. */
export type Reading = { access: Access } | { fault: string };

export function readAccess(expression: ts.Expression): Reading {
  if (!ts.isCallExpression(expression) || !ts.isIdentifier(expression.expression)) return { fault: UNREADABLE };
  const name = expression.expression.text;
  const write = Object.hasOwn(WRITERS, name) ? WRITERS[name] : undefined;
  const literals = expression.arguments.filter(ts.isStringLiteral);
  if (!write || literals.length < expression.arguments.length) return { fault: UNREADABLE };
  const permissions = literals.map(({ text }) => text);
  const unknown = permissions.find((permission) => !KNOWN.has(permission));
  if (unknown) return { fault: `names ${unknown}, which is not in the permission catalogue` };
  if (name.startsWith("can") && permissions.length === 0) return { fault: "asks for no permission at all" };
  return { access: write(...(permissions as never[])) };
}

const UNREADABLE = "has an `access` that is not written literally: use anyone(), signedIn(), can(), canAll() or canAny() with plain strings";

/** The initializer of `export const <name> = …`, if the file has one. */
export function exportedConst(source: ts.SourceFile, name: string): ts.Expression | undefined {
  const statement = source.statements.find(
    (candidate): candidate is ts.VariableStatement => ts.isVariableStatement(candidate) && isExported(candidate) && declares(candidate, name),
  );
  return statement?.declarationList.declarations.find((declaration) => isNamed(declaration.name, name))?.initializer;
}

export const isExported = (statement: ts.VariableStatement): boolean =>
  statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;

const declares = (statement: ts.VariableStatement, name: string) =>
  statement.declarationList.declarations.some((declaration) => isNamed(declaration.name, name));

const isNamed = (binding: ts.BindingName, name: string) => ts.isIdentifier(binding) && binding.text === name;
