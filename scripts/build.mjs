/** `npm run build`: the standalone server with everything it serves, in one directory. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { repositoryRoot } from "./launch/settings.mjs";

const isTestBuild = process.env.GATEHOUSE_TEST_BUILD === "1";
const isBenchBuild = process.env.GATEHOUSE_BENCH_BUILD === "1";
// As in next.config.js: each kind of build has its own directory.
const distDirectory = isBenchBuild ? ".next-bench" : process.env.GATEHOUSE_DIST_DIR || (isTestBuild ? ".next-test" : ".next");
const output = path.join(repositoryRoot, distDirectory);
const standalone = path.join(output, "standalone");

const next = path.join(path.dirname(createRequire(import.meta.url).resolve("next/package.json")), "dist/bin/next");
const result = spawnSync(process.execPath, [next, "build"], {
  cwd: repositoryRoot,
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
});
if (result.status !== 0) process.exit(result.status ?? 1);

// Next leaves these two to whoever deploys.
cpSync(path.join(output, "static"), path.join(standalone, distDirectory, "static"), { recursive: true });
const publicDirectory = path.join(repositoryRoot, "public");
if (existsSync(publicDirectory)) cpSync(publicDirectory, path.join(standalone, "public"), { recursive: true });

// Next copies .env files into the output; secrets do not belong into what is shipped.
for (const name of readdirSync(standalone)) {
  if (/^\.env(\.|$)/.test(name)) rmSync(path.join(standalone, name));
}
writeFileSync(path.join(standalone, "gatehouse-build.json"), `${JSON.stringify({ isTestBuild })}\n`);
