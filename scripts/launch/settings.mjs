/** Reads the `.env` files as Next does for its own process: what is already set wins, then `.env.local`, then `.env`. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";

export const repositoryRoot = path.resolve(import.meta.dirname, "../..");

export function loadEnvFiles() {
  for (const name of [".env.local", ".env"]) {
    const file = path.join(repositoryRoot, name);
    if (!existsSync(file)) continue;
    for (const [key, value] of Object.entries(parseEnv(readFileSync(file, "utf8")))) {
      // An empty variable counts as unset.
      if (!process.env[key]) process.env[key] = value;
    }
  }
}

/** @returns {string} absolute path of the data directory (`GATEHOUSE_DATA_DIR`, default `.data`) */
export const dataDirectory = () => path.resolve(repositoryRoot, process.env.GATEHOUSE_DATA_DIR || ".data");

/** Ends with one plain sentence instead of a stack. @returns {never} */
export function refuse(error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
