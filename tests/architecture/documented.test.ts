import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { environmentVariables } from "@/lib/env";
import { ROOT } from "./source-files";

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** The first column of every table, names without backticks. */
const firstCells = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (Variable|Package|Setting) /.test(line))
    .flatMap((line) => (line.split("|")[1] ?? "").replaceAll("`", "").split(",").map((name) => name.trim()));

describe("docs/configuration.md and .env.example", () => {
  // Behind it stand the options of other systems, some of them of the same name.
  const configuration = read("docs/configuration.md").split("## Options of other systems")[0] ?? "";
  const documented = firstCells(configuration);
  const example = [...read(".env.example").matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = "", value = ""]) => ({ name, value: value.replaceAll('"', "") }));

  it("hold every variable that lib/env.ts reads", () => {
    expect(environmentVariables().filter((name) => !documented.includes(name))).toEqual([]);
    expect(environmentVariables().filter((name) => !example.some((entry) => entry.name === name))).toEqual([]);
  });

  it("agree on the defaults", () => {
    const rows = new Map(configuration.split("\n").map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", ""))).map(([, name = "", value = ""]) => [name, value]));
    const differing = example.filter(({ name, value }) => value !== "" && rows.get(name) !== value);
    expect(differing).toEqual([]);
  });
});

describe("docs/dependencies.md", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<"dependencies" | "devDependencies", Record<string, string>>;
  const listed = firstCells(read("docs/dependencies.md"));

  it("has a line for each package, and for no other", () => {
    expect(listed.filter((name) => !name.startsWith("-")).sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort());
  });
});
