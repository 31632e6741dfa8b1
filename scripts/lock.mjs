/**
 * `npm run lock`: adds to package-lock.json the platform packages that the registry in use does not offer. Without
 * them `npm ci` refuses the lock, and on another platform the native part would be missing. `--check` only looks.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const lockFile = path.resolve(import.meta.dirname, "../package-lock.json");
const SYSTEMS = ["darwin", "win32", "linux", "freebsd", "netbsd", "openbsd", "android", "openharmony", "sunos", "aix"];
const PROCESSORS = ["arm64", "arm", "x64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32"];
const LIBRARIES = { gnu: "glibc", musl: "musl" };

/** What `name` runs on, by the parts of its name: the registry that has it is not the one in use. */
function platformOf(name) {
  const parts = name.split(/[-/]/);
  const os = SYSTEMS.filter((system) => parts.includes(system));
  const cpu = PROCESSORS.filter((processor) => parts.includes(processor));
  const libc = Object.entries(LIBRARIES).filter(([part]) => parts.includes(part)).map(([, library]) => library);
  if (os.length + cpu.length === 0) throw new Error(`${name} does not say in its name which platform it is for: add it to package-lock.json by hand.`);
  return Object.fromEntries(Object.entries({ cpu, libc, os }).filter(([, values]) => values.length > 0));
}

/** Node's resolution: the nearest node_modules upwards from the package at `from`. */
function isFound(packages, from, name) {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf("node_modules/") - 1))) {
    if (packages[`${place === "" ? "" : `${place}/`}node_modules/${name}`]) return true;
    if (place === "") return false;
  }
}

function missingFrom(packages) {
  return Object.entries(packages).flatMap(([place, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isFound(packages, place, name))
      .map(([name, version]) => ({ name, version, isDev: entry.dev === true })),
  );
}

const lock = JSON.parse(readFileSync(lockFile, "utf8"));
const missing = missingFrom(lock.packages);
if (process.argv.includes("--check")) {
  if (missing.length > 0) {
    console.error(`package-lock.json lacks ${missing.length} platform packages (${missing[0].name}, …): run npm run lock.`);
    process.exit(1);
  }
} else {
  for (const { name, version, isDev } of missing) {
    if (!/^\d/.test(version)) throw new Error(`${name} is asked for as ${version}, which is no exact version.`);
    lock.packages[`node_modules/${name}`] = { version, ...platformOf(name), ...(isDev && { dev: true }), optional: true };
  }
  const root = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
  writeFileSync(lockFile, `${JSON.stringify({ ...lock, packages: Object.fromEntries(root) }, null, 2)}\n`);
  console.log(missing.length === 0 ? "package-lock.json is complete." : `Added ${missing.length} platform packages.`);
}
