import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, sourceFiles } from "./source-files";

const files = sourceFiles();
const FOLDERS = [".ci", ".github", "app", "components", "contracts", "deploy", "docs", "examples", "lib", "prisma", "public", "scripts", "tests"];
const LIB_FOLDERS = ["access", "audit", "auth", "client", "edge", "email", "features", "hooks", "http", "metrics", "outbox", "rate-limit", "session", "storage"];

const childrenOf = (folder: string) =>
  [...new Set(files.filter((file) => file.startsWith(folder)).map((file) => file.slice(folder.length)).filter((rest) => rest.includes("/")).map((rest) => rest.split("/")[0] ?? ""))].sort();

describe("the house", () => {
  it("has the rooms of the plan and no others", () => {
    expect(childrenOf("").filter((name) => !FOLDERS.includes(name))).toEqual([]);
    expect(childrenOf("lib/").filter((name) => !LIB_FOLDERS.includes(name))).toEqual([]);
  });

  it("names files in kebab-case, and none after a heap", () => {
    const code = files.filter((file) => /^(app|components|lib|scripts|tests|prisma)\/.*\.(tsx?|mjs)$/.test(file));
    const names = code.map((file) => [file, (file.split("/").at(-1) ?? "").replace(/(\.(test|spec|setup|testing|bench|gen))?\.(tsx?|mjs)$/, "")] as const);
    expect(names.filter(([, name]) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)).map(([file]) => file)).toEqual([]);
    expect(code.filter((file) => /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.tsx?$)/.test(file))).toEqual([]);
  });

  it("has no barrels but lib/auth, the one address the ecosystem expects", () => {
    expect(files.filter((file) => /\/index\.tsx?$/.test(file))).toEqual(["lib/auth/index.ts"]);
  });

  it("has no loading.tsx: under one, refusals would answer 200", () => {
    expect(files.filter((file) => /^app\/.*\/?loading\.tsx$/.test(file))).toEqual([]);
  });

  it("keeps checks out of layouts, which do not run for every request", () => {
    const layouts = files.filter((file) => /^app\/.*(layout|template)\.tsx$/.test(file));
    expect(layouts.length).toBeGreaterThan(0);
    const guarding = layouts.filter((file) => /\b(satisfies|forbidden|holds|execute)\(|from "@\/lib\/http\/access"/.test(readFileSync(join(ROOT, file), "utf8")));
    expect(guarding).toEqual([]);
  });

  it("gives each feature the same parts", () => {
    for (const feature of childrenOf("lib/features/")) {
      const own = files.filter((file) => file.startsWith(`lib/features/${feature}/`));
      if (own.some((file) => file.includes("/operations/"))) expect(own, feature).toContain(`lib/features/${feature}/feature.ts`);
    }
  });

  it("stands without its examples, which may be deleted", () => {
    const code = files.filter((file) => /\.(tsx?|mjs|js|css)$/.test(file) && !/^(examples|tests\/e2e\/examples)\//.test(file));
    const leaning = code.filter((file) => /(from|import\(?)\s+["'](@\/|(\.\.?\/)+)examples\//.test(readFileSync(join(ROOT, file), "utf8")));
    expect(leaning).toEqual([]);
  });

  it("gives a reason with every suppression", () => {
    const bare = files
      .filter((file) => /\.(tsx?|mjs)$/.test(file) && !file.startsWith("tests/architecture/"))
      .flatMap((file) => readFileSync(join(ROOT, file), "utf8").split("\n").map((line, index) => ({ at: `${file}:${index + 1}`, line })))
      .filter(({ line }) => /(\/\/|\/\*)\s*eslint-disable/.test(line) && !/ -- \S/.test(line));
    expect(bare.map(({ at }) => at)).toEqual([]);
  });
});
