/** An ESLint rule for the directions of import-table.mjs. It judges files, not spellings: `../../env` is `@/lib/env`. */
import { existsSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { importTable } from "./import-table.mjs";
import { matches } from "./matches.mjs";

const root = join(import.meta.dirname, "../..");
const ENDINGS = ["", ".ts", ".tsx", ".mjs", "/index.ts"];

/** The file an import leads to, as a path from the root; null for a package. A file that does not exist (yet) counts as .ts. */
function targetOf(from, specifier) {
  const base = specifier.startsWith("@/") ? specifier.slice(2) : specifier.startsWith(".") ? posix.join(dirname(from), specifier) : null;
  if (base === null) return null;
  const found = ENDINGS.map((ending) => base + ending).find((file) => /\.\w+$/.test(file) && existsSync(join(root, file)));
  return found ?? `${base}.ts`;
}

/** The last pattern that fits decides; one with `!` forbids. Only forbidding patterns: everything else is allowed. */
function allows(patterns, value) {
  const isOpen = patterns.length > 0 && patterns.every((pattern) => pattern.startsWith("!"));
  return patterns.reduce((allowed, pattern) => {
    const isBan = pattern.startsWith("!");
    return matches(value, isBan ? pattern.slice(1) : pattern) ? !isBan : allowed;
  }, isOpen);
}

const ownFolder = (file) => /^lib\/features\/[^/]+/.exec(file)?.[0] ?? "";

function verdict(file, specifier) {
  const entry = importTable.find(({ files }) => matches(file, files));
  if (!entry) return true;
  const target = targetOf(file, specifier);
  if (target === null) return !entry.packages || allows(entry.packages, specifier);
  return allows(entry.may.map((pattern) => pattern.replace("<own>", ownFolder(file))), target);
}

/** @type {import("eslint").Rule.RuleModule} */
export const houseImports = {
  meta: {
    type: "problem",
    docs: { description: "imports flow one way (scripts/lint/import-table.mjs)" },
    messages: { forbidden: "{{file}} may not import {{specifier}}: imports flow one way (scripts/lint/import-table.mjs says which)." },
    schema: [],
  },
  create(context) {
    const file = relative(root, context.filename).replaceAll("\\", "/");
    const check = (node, source) => {
      if (source?.type !== "Literal" || typeof source.value !== "string" || verdict(file, source.value)) return;
      context.report({ node, messageId: "forbidden", data: { file, specifier: source.value } });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
    };
  },
};
