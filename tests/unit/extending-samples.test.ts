/** The samples of docs/extending.md compile. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

it("type-checks every sample of docs/extending.md", { timeout: 120_000 }, () => {
  const text = readFileSync(join(ROOT, "docs/extending.md"), "utf8");
  const samples = new Map([...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""], index) => [join(ROOT, `docs/extending-sample-${index}.ts`), code]));
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const settings = { ...options, incremental: false, noEmit: true };
  const host = ts.createCompilerHost(settings);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => samples.has(file) || fileExists(file);
  host.getSourceFile = (file, target) => {
    const code = samples.get(file);
    return code === undefined ? getSourceFile(file, target) : ts.createSourceFile(file, code, target);
  };
  const program = ts.createProgram([...samples.keys()], settings, host);
  const faults = [...samples.keys()].flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)));
  expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  expect(samples.size).toBe(3);
});
