/**
 * Generates the Prisma client where it is missing or older than the schema. Runs before dev, build and test, and
 * after an install (`--tolerant`), which it never fails: `npm install --ignore-scripts` must work as well.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const schemaDirectory = path.join(root, "prisma/schema");
const outputDirectory = path.join(root, "lib/generated/prisma");
const markFile = path.join(outputDirectory, ".schema-hash");
const require = createRequire(import.meta.url);

/** Of everything that decides the output: the schema's files and Prisma's version. */
function fingerprint() {
  const hash = createHash("sha256").update(require("prisma/package.json").version);
  for (const name of readdirSync(schemaDirectory).sort()) hash.update(name).update(readFileSync(path.join(schemaDirectory, name)));
  return hash.digest("hex");
}

const isCurrent = (wanted) => existsSync(markFile) && readFileSync(markFile, "utf8") === wanted;

/**
 * The CLI looks for a native schema engine, would download one, and does not use it to generate: any existing file
 * satisfies it. One that somebody configured stays.
 */
const environment = () => ({
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY || process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  CHECKPOINT_DISABLE: "1",
});

function generate() {
  const wanted = fingerprint();
  if (isCurrent(wanted)) return;
  const cli = path.resolve(path.dirname(require.resolve("prisma/package.json")), "build/index.js");
  const result = spawnSync(process.execPath, [cli, "generate"], { cwd: root, env: environment(), encoding: "utf8" });
  if (result.status !== 0) throw new Error(`prisma generate failed:\n${result.stdout}${result.stderr}`);
  writeFileSync(markFile, wanted);
}

/** What a running instance says of itself, and which migration it needs: baked in, since an image has no such folder. */
function writeRelease() {
  const migrations = readdirSync(path.join(root, "prisma/migrations"), { withFileTypes: true });
  const last = migrations.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort().at(-1);
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const text = `export const version = ${JSON.stringify(version)};\nexport const expectedMigration = ${JSON.stringify(last)};\n`;
  mkdirSync(path.join(root, "lib/generated"), { recursive: true });
  writeFileSync(path.join(root, "lib/generated/release.ts"), text);
}

try {
  writeRelease();
  generate();
} catch (error) {
  const isTolerant = process.argv.includes("--tolerant");
  console.error(isTolerant ? "The database client was not generated now; npm run dev, build and test do it." : error.message);
  process.exitCode = isTolerant ? 0 : 1;
}
