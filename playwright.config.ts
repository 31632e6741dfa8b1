import { defineConfig, devices } from "@playwright/test";
import { E2E_SERVERS } from "./tests/tools/e2e-servers.mjs";
import { browserArguments, findBrowser } from "./tests/tools/find-browser.mjs";

const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } };
const phone = { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } };

/** Only those that the chosen projects visit; `scripts/test.mjs` chooses all. */
const wanted = (process.env.E2E_SERVERS ?? Object.keys(E2E_SERVERS).join(",")).split(",");

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  // Journeys of a minute exist on a busy machine; none waits this long for anything.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.E2E_REPORT ? [["list"], ["json", { outputFile: process.env.E2E_REPORT }]] : [["list"]],
  use: {
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    locale: "en-GB",
    timezoneId: "UTC",
    launchOptions: { executablePath: findBrowser(), args: browserArguments() },
  },
  projects: [
    { name: "desktop", testMatch: "journeys/**/*.spec.ts", use: { ...desktop, baseURL: E2E_SERVERS.journeys.url } },
    // Without those that look at no page of their own.
    { name: "phone", testMatch: "journeys/**/*.spec.ts", grepInvert: /@one-width/, use: { ...phone, baseURL: E2E_SERVERS.journeys.url } },
    { name: "solo", testMatch: "solo/**/*.spec.ts", workers: 1, use: { ...desktop, baseURL: E2E_SERVERS.solo.url } },
    // Start what they visit themselves.
    { name: "examples", testMatch: "examples/**/*.spec.ts", workers: 1, use: desktop },
    { name: "plain", testMatch: "plain/**/*.spec.ts", workers: 1, use: { ...desktop, baseURL: E2E_SERVERS.plain.url } },
  ],
  webServer: Object.entries(E2E_SERVERS)
    .filter(([name]) => wanted.includes(name))
    .map(([name, { url }]) => ({
      name,
      command: `node tests/tools/e2e-server.mjs ${name}`,
      url: `${url}/api/health/live`,
      timeout: 90_000,
      reuseExistingServer: false,
      gracefulShutdown: { signal: "SIGTERM" as const, timeout: 15_000 },
    })),
});
