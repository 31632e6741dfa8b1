/** The database half of the tests once more, on a PostgreSQL of another version than the embedded one, where there is one. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { giveUpDurability } from "../tests/tools/test-cluster.mjs";
import { openEmbeddedDatabase } from "./launch/embedded-database.mjs";
import { installedPostgres } from "./launch/installed-postgres.mjs";
import { postgresAccount } from "./launch/postgres-user.mjs";
import { vitest } from "./test-steps.mjs";

/** What docs/deployment.md promises. */
const OLDEST_MAJOR = 15;

/** Migrations and drift, and the features whose statements say most in SQL: about a minute. */
const TESTS = ["database", "auth", "sessions", "admin"].map((folder) => `tests/operations/${folder}`);

const skip = (reason) => ({ passed: 0, failed: 0, skipped: [`the database tests on another PostgreSQL: ${reason}`] });

/** @returns {Promise<import("./test-run.mjs").Count>} */
export async function otherPostgres() {
  if (process.env.TEST_DATABASE_URL) return { passed: 0, failed: 0, skipped: [] };
  let account;
  try {
    account = postgresAccount();
  } catch (error) {
    return skip(error.message);
  }
  const [binaries] = installedPostgres(account).filter(({ major }) => Number(major) >= OLDEST_MAJOR);
  if (!binaries) return skip(`none of version ${OLDEST_MAJOR} or newer is installed here, and TEST_DATABASE_URL names none`);
  const home = mkdtempSync(path.join(tmpdir(), "gatehouse-other-postgres-"));
  // Its cluster belongs to another user where we are root.
  chmodSync(home, 0o755);
  try {
    return await testOn(home, binaries);
  } catch (error) {
    console.error(`✗ PostgreSQL ${binaries.version} of ${binaries.postgres}: ${error.message}`);
    return { passed: 0, failed: 1, skipped: [] };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function testOn(home, binaries) {
  const { url, stop } = await openEmbeddedDatabase(home, binaries);
  console.log(`\nThe database tests on PostgreSQL ${binaries.version} (${binaries.postgres})`);
  try {
    await giveUpDurability(url);
    return await vitest(["--project", "operations", ...TESTS], { TEST_DATABASE_URL: url });
  } finally {
    await stop();
  }
}
