/** Finds the PostgreSQL servers that are installed on this machine, beside the embedded one. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { canReach } from "./postgres-user.mjs";

/** Debian and Ubuntu, Red Hat, Homebrew on both kinds of Mac: a folder, and how the entry of a version begins. */
const PLACES = [
  ["/usr/lib/postgresql", ""],
  ["/usr", "pgsql-"],
  ["/opt/homebrew/opt", "postgresql@"],
  ["/usr/local/opt", "postgresql@"],
];
const suffix = process.platform === "win32" ? ".exe" : "";

function tell(command, args) {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
}

function binaryFolders() {
  const known = PLACES.filter(([folder]) => existsSync(folder)).flatMap(([folder, beginning]) =>
    readdirSync(folder)
      .filter((name) => name.startsWith(beginning))
      .map((name) => path.join(folder, name, "bin")),
  );
  const own = tell("pg_config", ["--bindir"]);
  return new Set([...known, ...(own ? [own] : [])].filter((folder) => existsSync(folder)).map((folder) => realpathSync(folder)));
}

/**
 * @param {{ uid: number, gid: number } | undefined} account whom PostgreSQL is to run as; undefined: as ourselves
 * @returns {{ postgres: string, initdb: string, major: string, version: string }[]} oldest first, one per major version
 */
export function installedPostgres(account) {
  const found = new Map();
  for (const folder of binaryFolders()) {
    const [postgres, initdb] = ["postgres", "initdb"].map((name) => path.join(folder, name + suffix));
    const [, version = "", major = ""] = existsSync(initdb) ? (/\) ((\d+)\S*)/.exec(tell(postgres, ["--version"])) ?? []) : [];
    if (major && (!account || canReach(folder, account))) found.set(major, { postgres, initdb, major, version });
  }
  return [...found.values()].sort((one, other) => Number(one.major) - Number(other.major));
}
