/** The lists of files that a front end in a repository of its own copies: nothing that they import is missing, and nothing is named in vain. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { matches } from "../../scripts/lint/matches.mjs";
import { ROOT, sourceFiles } from "../architecture/source-files";

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** A clock of one line takes its place, as the documents say: so what ours stands on is not copied. */
const REPLACED = "lib/clock.ts";

function fileOf(from: string, specifier: string): string | null {
  const base = specifier.startsWith("@/") ? specifier.slice(2) : specifier.startsWith(".") ? normalize(join(dirname(from), specifier)) : null;
  if (base === null) return null;
  const found = [".ts", ".tsx"].map((ending) => base + ending).find((file) => existsSync(join(ROOT, file)));
  return found ?? base;
}

const packageOf = (specifier: string) => specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");

/** Everything that a compiler asks for, types included. */
function importedBy(entries: readonly string[]): { files: string[]; packages: string[] } {
  const [files, packages] = [new Set<string>(), new Set<string>()];
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    if (file === REPLACED) return;
    for (const { fileName } of ts.preProcessFile(read(file), true, true).importedFiles) {
      const next = fileOf(file, fileName);
      if (next === null) packages.add(packageOf(fileName));
      else visit(next);
    }
  };
  for (const entry of entries) visit(entry);
  return { files: [...files].sort(), packages: [...packages].sort() };
}

/** The first list of a document, and the packages that it names behind it. */
function listOf(document: string): { globs: string[]; packages: string[] } {
  const [, list = "", packages = ""] = /```text\n(.*?)```\n\nPackages: (.*?)\.\n/s.exec(read(document)) ?? [];
  return { globs: list.trim().split("\n").map((line) => line.split(/\s/)[0] ?? ""), packages: [...packages.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name).sort() };
}

const folder = (path: string) => sourceFiles().filter((file) => file.startsWith(path) && /\.tsx?$/.test(file));
const covers = (glob: string, file: string) => matches(file, glob.endsWith("/") ? `${glob}**` : glob);

describe.each([
  ["docs/clients/javascript.md", folder("lib/client/")],
  ["docs/clients/react.md", folder("components/auth/")],
])("%s", (document, entries) => {
  const { globs, packages } = listOf(document);
  const imported = importedBy(entries);

  it("lists every file that is imported", () => {
    expect(globs.length).toBeGreaterThan(4);
    expect(imported.files.filter((file) => !globs.some((glob) => covers(glob, file)))).toEqual([]);
  });

  it("lists nothing that is not", () => {
    expect(globs.filter((glob) => !imported.files.some((file) => covers(glob, file)))).toEqual([]);
  });

  it("names the packages", () => expect(packages).toEqual(imported.packages));
});
