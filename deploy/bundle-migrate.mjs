/**
 * Puts the migrations, the command that applies them and the health check into the standalone output, so that one image
 * serves and migrates: `migrate.mjs` there needs neither TypeScript nor the Prisma CLI. Runs after `npm run build`.
 */
import { cpSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const standalone = path.join(root, ".next/standalone");
const require = createRequire(import.meta.url);
// tsx brings it; asked for through tsx, it is found under every package manager's layout.
const { build } = createRequire(require.resolve("tsx/package.json"))("esbuild");

/** Resolved at run time: they load files that stand beside their own. */
const EXTERNAL = ["pg", "@prisma/adapter-pg", "@prisma/schema-engine-wasm", "@node-rs/bcrypt", "bcryptjs"];

const prisma = path.join(standalone, "prisma");
rmSync(prisma, { recursive: true, force: true });
for (const folder of ["schema", "migrations", "presets"]) cpSync(path.join(root, "prisma", folder), path.join(prisma, folder), { recursive: true });

await build({
  entryPoints: [path.join(root, "deploy/migrate.ts")],
  // Two folders deep, as the sources are: from there they find prisma/schema, prisma/migrations and prisma/presets.
  outfile: path.join(prisma, "bin/migrate.mjs"),
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  external: EXTERNAL,
  tsconfig: path.join(root, "tsconfig.json"),
  logLevel: "warning",
});
cpSync(path.join(root, "deploy/health.mjs"), path.join(standalone, "health.mjs"));
writeFileSync(path.join(standalone, "migrate.mjs"), 'await import("./prisma/bin/migrate.mjs");\n');
for (const name of EXTERNAL.filter((name) => !name.includes("bcrypt"))) copyPackage(name, require, new Set());

/** A package with everything it needs, beside the bundle; the server's own copies hold only what the server loads. */
function copyPackage(name, from, seen) {
  if (seen.has(name) || name.startsWith("@types/")) return;
  seen.add(name);
  const folder = folderOf(name, from);
  if (!folder) return;
  const target = path.join(prisma, "node_modules", name);
  mkdirSync(path.dirname(target), { recursive: true });
  cpSync(folder, target, { recursive: true, dereference: true, filter: (file) => !/\.(d\.[cm]?ts|map)$/.test(file) && !file.slice(folder.length).includes("node_modules") });
  const own = createRequire(path.join(folder, "package.json"));
  const { dependencies = {}, optionalDependencies = {} } = own("./package.json");
  for (const inner of Object.keys({ ...dependencies, ...optionalDependencies })) copyPackage(inner, own, seen);
}

/** By the folders Node would look into: `exports` may hide package.json. An optional package may be missing. */
function folderOf(name, from) {
  for (const place of from.resolve.paths(name) ?? []) {
    try {
      return realpathSync(path.join(place, name));
    } catch {
      continue;
    }
  }
  return undefined;
}
