import { defineConfig } from "vitest/config";

/** A test that waits longer than this has hung. Milliseconds. */
const TEST_TIMEOUT = 20_000;

/** What every test runs under; files that need another value change it and call `forgetEnv()`. */
const env = {
  GATEHOUSE_TEST_BUILD: "1",
  AUTH_SECRET: "of the tests alone: 7f1cbe0b8a2c4d61aa0f5e3d9b7c2e14",
  APP_URL: "http://localhost:3000",
  BCRYPT_COST: "4",
  LOG_LEVEL: "error",
  TZ: "UTC",
};

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    pool: "forks",
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          env,
          testTimeout: TEST_TIMEOUT,
          hookTimeout: 60_000,
          include: ["tests/{unit,edge,architecture,contracts}/**/*.test.{ts,tsx}"],
        },
      },
      {
        extends: true,
        test: {
          name: "operations",
          env,
          testTimeout: TEST_TIMEOUT,
          hookTimeout: 60_000,
          include: ["tests/{operations,sessions,http,client,matrix,proofs,setup,tools}/**/*.test.ts"],
          globalSetup: ["tests/setup/global-database.ts"],
          setupFiles: ["tests/setup/worker-database.ts"],
          // next-auth imports next/server without its extension, which only a bundler resolves.
          server: { deps: { inline: ["next-auth"] } },
        },
      },
      {
        extends: true,
        test: {
          name: "conformance",
          env,
          testTimeout: TEST_TIMEOUT,
          hookTimeout: 60_000,
          include: ["tests/conformance/**/*.test.{ts,tsx}"],
          globalSetup: ["tests/setup/global-database.ts"],
          setupFiles: ["tests/setup/worker-database.ts"],
          server: { deps: { inline: ["next-auth"] } },
        },
      },
    ],
  },
});
