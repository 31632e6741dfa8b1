import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./source-files";

/** 45 CFR 164.312, each standard and implementation specification. */
const ITEMS = ["(a)(1)", "(a)(2)(i)", "(a)(2)(ii)", "(a)(2)(iii)", "(a)(2)(iv)", "(b)", "(c)(1)", "(c)(2)", "(d)", "(e)(1)", "(e)(2)(i)", "(e)(2)(ii)"];

const text = readFileSync(join(ROOT, "docs/hipaa.md"), "utf8");
const sections = text.split(/^## 164\.312/m).slice(1).map((section) => ({ item: /^\S+/.exec(section)?.[0] ?? "", section }));

/** `tests/x.test.ts` “a title, or a part of one”. */
const namedTests = (part: string) => [...part.matchAll(/`(tests\/[^`]+)`\s+“([^”]+)”/g)].map(([, file = "", title = ""]) => ({ file, title }));

const isTitleIn = ({ file, title }: { file: string; title: string }) =>
  existsSync(join(ROOT, file)) && [...readFileSync(join(ROOT, file), "utf8").matchAll(/\b(?:it|describe|test)\b[^\n]*?\(\s*(["'`])(.*?)\1/g)].some(([, , found = ""]) => found.includes(title));

describe("docs/hipaa.md", () => {
  it("has each item of 164.312 once, in order", () => {
    expect(sections.map(({ item }) => item)).toEqual(ITEMS);
  });

  it.each(sections.map(({ item, section }) => [item, section]))("%s says what is done, by which test, and what is the operator's", (_item, section) => {
    expect(section).toMatch(/^- Done[:,]/m);
    expect(section).toMatch(/^- The operator's: /m);
    const shown = namedTests(section.split("\n").filter((line) => line.startsWith("- Shown: ")).join("\n"));
    expect(shown.length).toBeGreaterThan(0);
  });

  it("names tests that exist, by titles that they have", () => {
    const lines = text.split("\n").filter((line) => line.startsWith("- Shown: ")).length;
    const named = namedTests(text);
    expect(named.length).toBeGreaterThanOrEqual(lines);
    expect(named.filter((test) => !isTitleIn(test))).toEqual([]);
  });

  it("would notice a title that is gone", () => {
    const file = "tests/proofs/tamper.test.ts";
    expect([isTitleIn({ file, title: "240 tamperings" }), isTitleIn({ file, title: "never was" }), isTitleIn({ file: "tests/never.test.ts", title: "x" })]).toEqual([true, false, false]);
  });
});
