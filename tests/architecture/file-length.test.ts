import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT, sourceFiles } from "./source-files";

const LINES_MAX = 250;

/** One file on purpose: the whole trip of a request, top to bottom. */
const LONGER = new Map([["lib/operation.ts", 300]]);

it("no file is longer than can be read in one go", () => {
  const long = sourceFiles()
    .filter((file) => /\.(tsx?|mjs)$/.test(file))
    .map((file) => ({ file, lines: readFileSync(join(ROOT, file), "utf8").split("\n").length - 1 }))
    .filter(({ file, lines }) => lines > (LONGER.get(file) ?? LINES_MAX));
  expect(long).toEqual([]);
});
