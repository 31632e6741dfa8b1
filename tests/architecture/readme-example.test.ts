import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { ROOT } from "./source-files";

const blocks = [...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/```tsx?\n(.*?)```/gs)].map(([, code = ""]) => code);

/** Of the example itself, which its reader makes. */
const isOfExample = (specifier: string) => specifier.includes("/notes/") || /^\.\.?\/(repo|errors|actions|operations\/)/.test(specifier);

interface Import {
  specifier: string;
  name: string;
}

const importsOf = (code: string): Import[] =>
  ts.createSourceFile("example.tsx", code, ts.ScriptTarget.Latest).statements.filter(ts.isImportDeclaration).flatMap(({ moduleSpecifier, importClause }) => {
    const specifier = (moduleSpecifier as ts.StringLiteral).text;
    const bindings = importClause?.namedBindings;
    return bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name, propertyName }) => ({ specifier, name: (propertyName ?? name).text })) : [];
  });

/** `@/…` from the root, `../../…` from tests/operations/notes. */
function fileOf(specifier: string): string | undefined {
  const base = specifier.startsWith("@/") ? specifier.slice(2) : join("tests/operations/notes", specifier);
  return [".ts", ".tsx", "/index.ts"].map((ending) => base + ending).find((file) => existsSync(join(ROOT, file)));
}

const exportsName = (file: string, name: string): boolean => {
  const text = readFileSync(join(ROOT, file), "utf8");
  if (new RegExp(`export\\s+(?:declare\\s+)?(?:async\\s+)?(?:const|function|class|type|interface)\\s+${name}\\b`).test(text)) return true;
  return [...text.matchAll(/export\s+(?:type\s+)?(?:const\s+)?\{([^}]*)\}/g)].some(([, names = ""]) => names.split(",").some((entry) => entry.trim().split(/\s+as\s+/).at(-1) === name));
};

describe("README's example", () => {
  const ours = blocks.flatMap(importsOf).filter(({ specifier }) => /^(@\/|\.)/.test(specifier) && !isOfExample(specifier));

  it("imports names that exist where it says", () => {
    expect(ours.length).toBeGreaterThan(10);
    const gone = ours.filter(({ specifier, name }) => {
      const file = fileOf(specifier);
      return !file || !exportsName(file, name);
    });
    expect(gone.map(({ specifier, name }) => `${name} from ${specifier}`)).toEqual([]);
  });

  it("would notice one that is gone", () => {
    expect(exportsName("lib/clock.ts", "now")).toBe(true);
    expect(exportsName("lib/clock.ts", "neverWas")).toBe(false);
    expect(fileOf("@/lib/never-was")).toBeUndefined();
  });
});
