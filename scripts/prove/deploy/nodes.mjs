/** Other versions of Node than this machine's, as the package registry has them: packages that hold nothing but the program. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";

/** The oldest that package.json admits, and the lines that are maintained. */
export const NODES = ["20.19.0", "22", "24"];

const packageOf = (version) => `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}@${version}`;

/**
 * @param {{ scratch: string, stranger: object }} tools
 * @param {string} version a major, or an exact one
 * @returns {Promise<{ env: { PATH: string }, version: string }>} `env`: what has a command run with it
 * @throws Error where the registry does not give it
 */
export async function fetchNode({ scratch, stranger }, version) {
  const folder = path.join(scratch, "tools", `node-${version}`);
  const bin = path.join(folder, "node_modules", packageOf(version).split("@")[0], "bin");
  if (!existsSync(bin)) {
    mkdirSync(folder, { recursive: true });
    stranger.give(folder);
    await stranger.run(["npm", "install", "--ignore-scripts", "--prefix", folder, packageOf(version)], { cwd: folder });
  }
  const told = execFileSync(path.join(bin, "node"), ["--version"], { encoding: "utf8" }).trim();
  if (!told.startsWith(`v${version}`)) throw new Error(`${packageOf(version)} holds ${told}`);
  return { env: { PATH: `${bin}${path.delimiter}${process.env.PATH}` }, version: told };
}
