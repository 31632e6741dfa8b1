/** The files that `docker build .` would send: what git knows or would add, without what .dockerignore names. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A name, a folder or a trailing `*`: all that this repository's file uses. @returns {(file: string) => boolean} */
export function ignores(text) {
  const rules = text.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  const patterns = rules.map((rule) => new RegExp(`^${rule.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*")}(/|$)`));
  return (file) => patterns.some((pattern) => pattern.test(file));
}

/** @param {string} root a checkout with .git @returns {string[]} */
export function contextFiles(root) {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const isIgnored = ignores(readFileSync(path.join(root, ".dockerignore"), "utf8"));
  return listed.split("\0").filter((file) => file !== "" && existsSync(path.join(root, file)) && !isIgnored(file));
}

/** @returns {number} how many files it copied */
export function copyContext(root, target) {
  const files = contextFiles(root);
  for (const file of files) {
    mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(target, file));
  }
  return files.length;
}
