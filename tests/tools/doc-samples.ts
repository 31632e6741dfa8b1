/** The samples of documents that speak HTTP: curl in shell fences, fetch in script fences, and how they are run. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";

export interface Sample {
  /** `README.md:370` */
  place: string;
  kind: "curl" | "fetch";
  code: string;
  /** Why it is not run: what `<!-- not run: … -->` on the line above its fence says. */
  reason: string | null;
}

const LANGUAGES: Record<string, Sample["kind"]> = { sh: "curl", bash: "curl", shell: "curl", console: "curl", ts: "fetch", tsx: "fetch", js: "fetch", jsx: "fetch", mjs: "fetch" };
const SPEAKS = { curl: /(^|[\s$(])curl\s/m, fetch: /\bfetch\(/ };

/** Those of one document, in its order. */
export function samplesOf(document: string, text: string): Sample[] {
  const fences = text.matchAll(/^(?:<!-- not run: (.+?) -->\n)?```(\w+)[^\n]*\n([^]*?)^```/gm);
  return [...fences].flatMap(({ 1: reason, 2: language = "", 3: code = "", index }) => {
    const kind = LANGUAGES[language];
    const line = text.slice(0, index).split("\n").length;
    return kind && SPEAKS[kind].test(code) ? [{ place: `${document}:${line}`, kind, code, reason: reason ?? null }] : [];
  });
}

/** One for each request of a sample: the status that a comment on its line begins with, else any success. */
export function expectedStatuses({ kind, code }: Sample): (number | "2xx")[] {
  const lines = code.replace(/\\\n/g, " ").split("\n");
  const comment = kind === "curl" ? /\s#\s*(\d{3})\b/ : /\/\/\s*(\d{3})\b/;
  const call = kind === "curl" ? /(?:^|[\s$(])curl\s/g : /\bfetch\(/g;
  return lines.flatMap((line) => {
    const said = comment.exec(line);
    const count = line.split(kind === "curl" ? /\s#/ : /\s\/\//)[0]?.match(call)?.length ?? 0;
    return Array.from({ length: count }, () => (said ? Number(said[1]) : "2xx" as const));
  });
}

/** Sends curl to the test's server whatever host is named, and notes each answer's status. */
const SHELL_PRELUDE = `curl() { command curl --connect-to "::127.0.0.1:$SAMPLE_PORT" -w '%{stderr}%{http_code}\\n' "$@" 2>>"$SAMPLE_LOG"; }\n`;

const SCRIPT_PRELUDE = `
import { appendFileSync } from "node:fs";
const send = globalThis.fetch;
globalThis.fetch = async (where, options) => {
  const url = new URL(where, "http://localhost:3000");
  if (url.host !== "localhost:3000") throw new Error("a sample asks " + url.host);
  const answer = await send(new URL(url.pathname + url.search, "http://127.0.0.1:" + process.env.SAMPLE_PORT), options);
  appendFileSync(process.env.SAMPLE_LOG, answer.status + "\\n");
  return answer;
};
`;

const scriptOf = (code: string) => SCRIPT_PRELUDE + ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, jsx: ts.JsxEmit.ReactJSX } }).outputText;

export interface Run {
  statuses: number[];
  exitCode: number | null;
  /** What it printed, its complaints last. */
  output: string;
}

/** Where the samples of one document run, one after the other, so that a cookie jar that one writes is there for the next. */
export class SampleShell {
  readonly #directory = mkdtempSync(join(tmpdir(), "gatehouse-samples-"));

  constructor(
    private readonly port: string,
    private readonly variables: Record<string, string>,
  ) {}

  async run({ kind, code }: Sample): Promise<Run> {
    const log = join(this.#directory, "statuses.log");
    writeFileSync(log, "");
    const file = join(this.#directory, kind === "curl" ? "sample.sh" : "sample.mjs");
    writeFileSync(file, kind === "curl" ? SHELL_PRELUDE + code : scriptOf(code));
    const command = kind === "curl" ? ["bash", "-eu", "-o", "pipefail", file] : [process.execPath, file];
    const { exitCode, output } = await finished(command, this.#directory, { ...process.env, ...this.variables, SAMPLE_PORT: this.port, SAMPLE_LOG: log });
    const noted = readFileSync(log, "utf8");
    return { statuses: [...noted.matchAll(/^(\d{3})$/gm)].map(([status]) => Number(status)), exitCode, output: output + noted.replace(/^\d{3}\n/gm, "") };
  }

  close(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function finished([program = "", ...args]: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: 15_000 });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject).on("close", (exitCode) => resolve({ exitCode, output }));
  });
}
