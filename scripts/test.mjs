/** `npm test`: everything. Types (also of what each removal leaves), lint, lockfile, unit and operation tests, both builds, browser journeys. */
import { findFreePort } from "./launch/free-port.mjs";
import { findBrowser, INSTALL_COMMAND } from "../tests/tools/find-browser.mjs";
import { otherPostgres } from "./test-other-postgres.mjs";
import { conclude, total } from "./test-run.mjs";
import { browserJourneys, build, lint, lockfile, removals, types, vitest } from "./test-steps.mjs";

// Before anything slow: somebody who has to install one should not wait for it.
if (!findBrowser()) {
  console.error(`The browser journeys need Chrome or Chromium, and there is none: ${INSTALL_COMMAND}`);
  process.exit(1);
}

async function journeys(builds) {
  if (builds.failed === 0) return browserJourneys({ E2E_PORT: String(await freeBlock()) });
  console.error("The browser journeys did not run, because a build failed.");
  return { passed: 0, failed: 1, skipped: [] };
}

/** Ports of a run that is under way elsewhere on this machine are not disturbed. */
async function freeBlock() {
  const port = await findFreePort();
  return port > 65_000 ? freeBlock() : port;
}

const still = await Promise.all([types(), lint()]);
const lock = await lockfile();
const removed = await removals();
const tests = await vitest([]);
const other = await otherPostgres();
const builds = total([
  await build("test build", ".next-test", { GATEHOUSE_TEST_BUILD: "1" }),
  await build("production build", ".next", { GATEHOUSE_TEST_BUILD: "" }),
]);
conclude(total([...still, lock, removed, tests, other, builds, await journeys(builds)]));
