/** What a bundler takes along with the client: its own files and one pure function. Nothing of the server, of Node or of npm. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { reachedFrom } from "../architecture/import-circles";
import { ROOT, sourceFiles } from "../architecture/source-files";

const CLIENT = sourceFiles().filter((file) => /^lib\/client\/[^/]+\.ts$/.test(file));
const { files, packages } = reachedFrom(ROOT, CLIENT);
const textOf = (file: string) => readFileSync(join(ROOT, file), "utf8");

it("holds the client's own files and lib/edge/permission.ts, and no package", () => {
  expect(CLIENT).toContain("lib/client/create-client.ts");
  expect({ others: files.filter((file) => !CLIENT.includes(file)), packages }).toEqual({ others: ["lib/edge/permission.ts"], packages: [] });
});

it("is found without an alias: what stays of an import at run time is relative", () => {
  const aliased = files.flatMap((file) => [...textOf(file).matchAll(/^(import|export) (?!type\b)[^;]*? from "@\/[^"]*"/gm)].map(([found]) => `${file}: ${found}`));
  expect(aliased).toEqual([]);
});

it("names nothing that only Node or only a page has, without asking whether it is there", () => {
  const used = files.flatMap((file) => [...textOf(file).matchAll(/\b(process|Buffer|require|window|setImmediate)\b[.(]/g)].map(([found]) => `${file}: ${found}`));
  expect(used).toEqual([]);
});
