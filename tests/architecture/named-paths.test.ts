import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, sourceFiles } from "./source-files";

const files = sourceFiles();
const documents = files.filter((file) => /^[\w-]+\.md$|^docs\/.*\.md$/.test(file));
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };

/** What exists at run time or after a build only, or is made by whoever deploys. */
const MADE_LATER = /^(\.data|deploy\/compose\.env$|\.next|lib\/generated|node_modules)/;

/** The worked example of the README, which its reader makes. */
const EXAMPLE = /(^|[/_])notes?(\/|\.prisma$)/;

/** `lib/env.ts`, `tests/setup/`: in backticks, below a folder or file of ours, without a placeholder. */
function namedPaths(text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\s]+)`/g)].map(([, path = ""]) => path.replace(/^@\//, "").replace(/[:#]\d+$/, ""));
  const top = new Set(files.map((file) => file.split("/")[0]));
  return quoted.filter((path) => path.includes("/") && top.has(path.split("/")[0]) && !/[<>*{}…$]/.test(path) && !MADE_LATER.test(path) && !EXAMPLE.test(path));
}

const isThere = (path: string) => {
  const wanted = path.replace(/\/$/, "");
  return files.some((file) => file === wanted || file.startsWith(`${wanted}/`) || file.replace(/(\/index)?\.tsx?$/, "") === wanted);
};

it("comments name no section of a document: sections here have no numbers", () => {
  const code = files.filter((file) => /^(app|components|lib|prisma|scripts)\/.*\.(tsx?|mjs|prisma|sql)$/.test(file));
  const naming = code.filter((file) => /\b(security\.md|architecture(\.md)?|contract) (section )?\d/.test(readFileSync(join(ROOT, file), "utf8")));
  expect(naming).toEqual([]);
});

describe.each(documents)("%s", (document) => {
  const text = readFileSync(join(ROOT, document), "utf8");

  it("names files that exist", () => {
    expect(namedPaths(text).filter((path) => !isThere(path))).toEqual([]);
  });

  it("names scripts that exist", () => {
    const named = [...text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("links to files that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:|mailto:|#|\/)([^)#\s]+)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(document), link)))).toEqual([]);
  });
});

it("would notice a file that is gone", () => {
  expect(namedPaths("see `lib/env.ts`, `lib/never-was.ts` and `/api/health`")).toEqual(["lib/env.ts", "lib/never-was.ts"]);
  expect([isThere("lib/env.ts"), isThere("lib/never-was.ts"), isThere("lib/session/")]).toEqual([true, false, true]);
});
