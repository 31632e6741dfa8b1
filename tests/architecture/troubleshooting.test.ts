import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { refusals } from "@/lib/edge/envelope";
import { ROOT, sourceFiles } from "./source-files";

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

interface Defined {
  code: string;
  status: number;
  message: string;
}

/** Each `defineError("CODE", status, "sentence")` of a file, whatever name it is kept under. */
function definedIn(file: string): Defined[] {
  const found: Defined[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "defineError") {
      const [code, status, message] = node.arguments;
      if (!code || !status || !message || !ts.isStringLiteral(code) || !ts.isNumericLiteral(status) || !ts.isStringLiteralLike(message))
        throw new Error(`${file}: write the parts of defineError as literals`);
      found.push({ code: code.text, status: Number(status.text), message: message.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
  return found;
}

const inCode = sourceFiles()
  .filter((file) => /^(lib|app)\/.*\.tsx?$/.test(file) && !file.startsWith("lib/generated") && read(file).includes("defineError("))
  .flatMap(definedIn);
const catalogue: Defined[] = [...inCode, ...Object.values(refusals)];

const rows = (part: string) =>
  part
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split("|").slice(1).map((cell) => cell.trim()))
    .filter(([first = ""]) => !/^(Code|Sentence|You see)/.test(first));

const [answers = "", start = ""] = read("docs/troubleshooting.md").split(/^## /m).slice(1);
const documented = rows(answers).map(([code = "", says = "", cause = "", remedy = ""]) => ({ code: code.replaceAll("`", ""), says, cause, remedy }));

describe("the answers in docs/troubleshooting.md", () => {
  const codes = documented.map(({ code }) => code);

  it("are every code, once", () => {
    expect([...new Set(catalogue.map(({ code }) => code))].filter((code) => !codes.includes(code))).toEqual([]);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it("are no code that is gone", () => {
    expect(codes.filter((code) => !catalogue.some((entry) => entry.code === code))).toEqual([]);
  });

  it("have the statuses and a sentence of the code", () => {
    const differing = documented.filter(({ code, says }) => {
      const entries = catalogue.filter((entry) => entry.code === code);
      const statuses = [...new Set(entries.map(({ status }) => status))].sort();
      return !entries.some(({ message }) => says === `${statuses.join(", ")} ${message}`);
    });
    expect(differing).toEqual([]);
  });

  it("say cause and remedy in words", () => {
    expect(documented.filter(({ cause, remedy }) => cause.length < 5 || remedy.length < 5)).toEqual([]);
  });
});

describe("the faults at start in docs/troubleshooting.md", () => {
  const sources = ["lib/env.ts", "lib/mail-settings.ts", "lib/boot-database.ts", "scripts/start.mjs", ...sourceFiles().filter((file) => file.startsWith("scripts/launch/"))].map(read).join("\n");
  /** Of a template, what stands between its values. */
  const spoken = sources.replace(/\$\{[^}]*\}/g, "").replace(/ \(process \)/g, "").replace(/\s+/g, " ");
  const listed = rows(start).map(([sentence = ""]) => sentence.replaceAll("`", ""));

  it("are sentences that the code says", () => {
    expect(listed.length).toBeGreaterThan(20);
    expect(listed.filter((sentence) => !spoken.includes(sentence.replace(/\s+/g, " ")))).toEqual([]);
  });

  it("are all of bootFaults(), but for what a variable's name begins", () => {
    const faults = [...`${read("lib/env.ts")}${read("lib/mail-settings.ts")}`.matchAll(/(?:push\(|\? \[\] : \[|return \[|\? \[)\s*(["`])(.*?)\1/g)].map(([, , text = ""]) => text);
    expect(faults.length).toBeGreaterThan(8);
    const isListed = (fault: string) => listed.some((sentence) => fault.replace(/\$\{[^}]*\}/g, "").replace(/\s+/g, " ").includes(sentence));
    expect(faults.filter((fault) => !isListed(fault))).toEqual([]);
  });
});
