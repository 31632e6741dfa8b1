/** Secrets of development and embedded mode: made once, kept in the data directory, readable by its owner alone. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const NAMES = ["AUTH_SECRET", "CRON_SECRET"];

/**
 * Sets every secret that the environment lacks to the data directory's own.
 *
 * @param {string} directory
 */
export function useOwnSecrets(directory) {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, "secrets.json");
  const fresh = Object.fromEntries(NAMES.map((name) => [name, randomBytes(48).toString("base64url")]));
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const secrets = { ...fresh, ...kept };
  if (NAMES.some((name) => !kept[name])) writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  for (const name of NAMES) process.env[name] ||= secrets[name];
}
