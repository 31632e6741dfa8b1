import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeScratchCopy } from "../../scripts/prove/sabotage/scratch-copy.mjs";
import { withoutMarked } from "../../scripts/remove/marks.mjs";
import { type Parts, readParts, removableFeatures } from "../../scripts/remove/parts.mjs";
import { sourceFiles } from "../../scripts/remove/source-files.mjs";
import { takeOut } from "../../scripts/remove/take-out.mjs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const features = removableFeatures(ROOT);

describe("a mark", () => {
  it("takes its line or its block, in any comment, and nothing else", () => {
    const text = ["one", "two // feature:notes", "// feature:notes begin", "three", "// feature:notes end", "four # feature:notes", "| five | <!-- feature:notes -->", "six // feature:notes-and-more", "seven"].join("\n");
    expect(withoutMarked(text, "notes")).toBe("one\nsix // feature:notes-and-more\nseven");
  });

  it("takes one of the two gaps around a block", () => {
    expect(withoutMarked("one\n\n<!-- feature:notes begin -->\n\ntwo\n\n<!-- feature:notes end -->\n\nthree\n", "notes")).toBe("one\n\nthree\n");
  });

  it("in prose is none", () => {
    const text = "Mark the line with `feature:notes`.";
    expect(withoutMarked(text, "notes")).toBe(text);
  });

  it.each([
    ["begins twice", "// feature:notes begin\n// feature:notes begin\n// feature:notes end"],
    ["ends without having begun", "// feature:notes end"],
    ["begins and does not end", "// feature:notes begin\none"],
  ])("that %s is refused", (sentence, text) => {
    expect(() => withoutMarked(text, "notes")).toThrow(sentence);
  });
});

it("there is a feature that can be taken out, as long as nobody has", () => {
  expect(features).toContain("patients"); // feature:patients
  expect(features).toContain("compat"); // feature:compat
  expect(features).not.toContain("auth");
});

describe.each(features)("npm run remove -- %s", (name) => {
  const parts = readParts(ROOT, name) as Parts;
  const copy = makeScratchCopy();
  afterAll(() => copy.remove());

  const remove = (...options: string[]) => spawnSync(process.execPath, ["scripts/remove.mjs", name, ...options], { cwd: copy.root, encoding: "utf8" });
  const text = (file: string) => readFileSync(path.join(copy.root, file), "utf8");

  it("lists what is there", () => {
    expect(parts.paths.filter((entry) => !existsSync(path.join(ROOT, entry)))).toEqual([]);
  });

  it("refuses where git could not bring back what it takes, and changes nothing", () => {
    expect(remove()).toMatchObject({ status: 1, stderr: expect.stringContaining("There is no git here") });
    execFileSync("git", ["init", "--quiet"], { cwd: copy.root });
    expect(remove()).toMatchObject({ status: 1, stderr: expect.stringContaining("not committed") });
    expect(parts.paths.filter((entry) => !existsSync(path.join(copy.root, entry)))).toEqual([]);
  });

  describe("once done", () => {
    let migration: string | null = null;
    beforeAll(() => {
      ({ migration } = takeOut(copy.root, name, parts));
    });

    it("leaves none of its files, and no line that speaks of them", () => {
      expect(parts.paths.filter((entry) => existsSync(path.join(copy.root, entry)))).toEqual([]);
      const needles = [`feature:${name}`, ...parts.paths.map((entry) => entry.replace(/\.\w+$/, "")), ...parts.resources.map((resource) => `"${resource}.`)];
      const speaking = sourceFiles(copy.root).flatMap((file) =>
        text(file).split("\n").flatMap((line) => needles.filter((needle) => line.includes(needle) && !line.includes(`npm run remove -- ${name}`)).map((needle) => `${file}: ${needle}`)),
      );
      expect(speaking).toEqual([]);
    });

    it("drops its tables and permissions by a migration behind the last one", () => {
      const all = readdirSync(path.join(copy.root, "prisma/migrations")).filter((entry) => /^\d{4}_/.test(entry)).sort();
      if (parts.tables.length + parts.resources.length === 0) return expect(migration).toBeNull();
      expect(migration).toBe(`prisma/migrations/${all.at(-1)}`);
      const sql = text(`${migration}/migration.sql`);
      for (const table of parts.tables) expect(sql).toContain(`DROP TABLE "${table}";`);
      for (const resource of parts.resources) expect(sql).toContain(`'${resource}'`);
    });

    it("says the second time that there is nothing to remove, and changes nothing", () => {
      const before = readdirSync(path.join(copy.root, "prisma/migrations"));
      expect(remove()).toMatchObject({ status: 0, stdout: expect.stringContaining("nothing to remove") });
      expect(readdirSync(path.join(copy.root, "prisma/migrations"))).toEqual(before);
    });
  });
});
