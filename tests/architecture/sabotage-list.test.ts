import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { editsOf, readKiller, sabotages } from "../sabotage/sabotages.mjs";
import { ROOT } from "./source-files";

const all = Object.values(sabotages).flat();
const read = (file: string) => (existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), "utf8") : "");

describe("the sabotages", () => {
  it("are fifty or more, each with a name of its own", () => {
    expect(all.length).toBeGreaterThanOrEqual(50);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it("find what they break, exactly once", () => {
    const counted = all.flatMap((sabotage) => editsOf(sabotage).map(({ file, find }) => ({ id: sabotage.id, file, times: read(file).split(find).length - 1 })));
    expect(counted.filter(({ times }) => times !== 1)).toEqual([]);
  });

  it("change something", () => {
    expect(all.flatMap(editsOf).filter(({ find, replace }) => find === replace)).toEqual([]);
  });

  it("name tests that exist", () => {
    const named = all.flatMap(({ id, killedBy }) => killedBy.map((killer) => ({ id, ...readKiller(killer) })));
    expect(all.filter(({ killedBy }) => killedBy.length === 0)).toEqual([]);
    expect(named.filter(({ file, title }) => !/\.test\.tsx?$/.test(file) || read(file) === "" || !read(file).includes(title ?? ""))).toEqual([]);
  });
});
