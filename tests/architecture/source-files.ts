/** The files of this checkout that are somebody's work: what git knows or would add. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

const NOT_OURS = /^(node_modules|\.git|\.data|\.next[^/]*|lib\/generated|test-results|playwright-report)(\/|$)/;

/** Paths from the root, with forward slashes. A copy without `.git` is walked instead. */
export function sourceFiles(): string[] {
  if (existsSync(join(ROOT, ".git"))) {
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" });
    return listed.split("\0").filter((file) => file !== "" && !NOT_OURS.test(file) && existsSync(join(ROOT, file)));
  }
  return walk(ROOT);
}

function walk(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = relative(ROOT, join(directory, entry.name)).replaceAll("\\", "/");
    if (NOT_OURS.test(path)) return [];
    return entry.isDirectory() ? walk(join(directory, entry.name)) : [path];
  });
}
