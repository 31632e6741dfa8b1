/** The samples of the documents are sent to the API, as their readers would send them to `npm run dev`. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/lib/env";
import { seedEmptyDatabase } from "@/prisma/seed/seed-database";
import { ROOT, sourceFiles } from "../architecture/source-files";
import { type LoopbackApi, startLoopbackApi } from "../client/loopback-api";
import { expectedStatuses, type Sample, samplesOf, SampleShell } from "../tools/doc-samples";

const documents = sourceFiles()
  .filter((file) => /^[\w-]+\.md$|^docs\/.*\.md$/.test(file))
  .map((file) => ({ file, samples: samplesOf(file, readFileSync(join(ROOT, file), "utf8")) }))
  .filter(({ samples }) => samples.length > 0);

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

let api: LoopbackApi;

/** What the samples' readers have in their shell: the tokens of the demonstration's administrator. */
async function tokens(): Promise<Record<string, string>> {
  const answer = await fetch(`${api.url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ identifier: "admin@example.com", password: "Admin123!" }),
  });
  const { access_token: access, refresh_token: refresh } = (await answer.json()) as { access_token: string; refresh_token: string };
  return { ACCESS_TOKEN: access, REFRESH_TOKEN: refresh };
}

beforeAll(async () => {
  await seedEmptyDatabase(env.databaseUrl);
  api = await startLoopbackApi();
}, 60_000);

afterAll(() => api.close());

const fits = (status: number | undefined, expected: number | "2xx") => (expected === "2xx" ? status !== undefined && status >= 200 && status < 300 : status === expected);

describe.each(documents.map(({ file, samples }) => [file, samples] as const))("%s", (_file, samples) => {
  let shell: SampleShell;
  beforeAll(async () => {
    shell = new SampleShell(new URL(api.url).port, await tokens());
  });
  afterAll(() => shell.close());

  const titled = samples.map((sample) => ({ ...sample, title: `${sample.place} (${sample.reason ? `not run: ${sample.reason}` : sample.kind})` }));
  it.for(titled)("$title", async (sample, { skip }) => {
    if (sample.reason) return expect(sample.reason.length).toBeGreaterThan(10);
    if (sample.kind === "curl" && !hasCurl) skip("there is no curl on the PATH");
    const { statuses, exitCode, output } = await shell.run(sample);
    const expected = expectedStatuses(sample);
    const isGood = exitCode === 0 && statuses.length === expected.length && expected.every((wanted, index) => fits(statuses[index], wanted));
    expect(isGood ? "good" : { exitCode, expected, statuses, output }).toBe("good");
  });
});

describe("a sample that is wrong", () => {
  const run = async (code: string, kind: Sample["kind"] = "curl") => {
    const shell = new SampleShell(new URL(api.url).port, {});
    try {
      return await shell.run({ place: "", kind, code, reason: null });
    } finally {
      shell.close();
    }
  };

  it("is noticed: a path that is gone, a refusal, a program that fails", async () => {
    expect((await run('curl -s localhost:3000/api/admin/users\n')).statuses).toEqual([401]);
    expect((await run("curl -s localhost:3000/api/auth/check-auth | jq .never.was[0]\nfalse\n")).exitCode).not.toBe(0);
    expect(await run('await fetch("/api/auth/check-auth"); await fetch("https://elsewhere.example/")\n', "fetch")).toMatchObject({ statuses: [401], exitCode: 1 });
  });

  it("is read with its reason and what it expects", () => {
    const text = '```bash\ncurl a \\\n  -d x   # 403, refused\ncurl b\n```\n\n<!-- not run: needs a secret of yours -->\n```ts\nawait fetch("/x");\n```\n```bash\nls\n```\n';
    const samples = samplesOf("x.md", text);
    expect(samples.map(({ place, kind, reason }) => [place, kind, reason])).toEqual([["x.md:1", "curl", null], ["x.md:7", "fetch", "needs a secret of yours"]]);
    expect(samples.map(expectedStatuses)).toEqual([[403, "2xx"], ["2xx"]]);
  });
});
