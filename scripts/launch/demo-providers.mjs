/** "Demo Google" and "Demo Microsoft", for whoever has configured no provider: the sign-in by one can be tried at once. */
import { enableTypeScript } from "./typescript.mjs";

/** What configures a real one (lib/providers.ts). */
const OF_REAL_ONES = ["AUTH_GOOGLE_ID", "GOOGLE_CLIENT_ID", "AUTH_MICROSOFT_ENTRA_ID_ID", "MICROSOFT_CLIENT_ID", "AUTH_GITHUB_ID", "AUTH_APPLE_ID", "AUTH_OIDC_ISSUER"];

/** It says on each Node before 22 that it would rather have another one; what is used of it here works on all that package.json names. */
async function loadQuietly() {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return await import("../demo-providers/start-demo-providers.ts");
  } finally {
    console.warn = warn;
  }
}

/**
 * Starts them in this process, on loopback, and says so to the server in GATEHOUSE_DEMO_PROVIDERS.
 *
 * @param {string} appUrl where they send people back to
 * @returns {Promise<{ isRunning: boolean, close: () => Promise<void> }>}
 */
export async function openDemoProviders(appUrl) {
  delete process.env.GATEHOUSE_DEMO_PROVIDERS;
  if (OF_REAL_ONES.some((name) => process.env[name])) return { isRunning: false, close: async () => undefined };
  enableTypeScript();
  const { startDemoProviders } = await loadQuietly();
  const { setting, close } = await startDemoProviders({ appUrl });
  process.env.GATEHOUSE_DEMO_PROVIDERS = setting;
  return { isRunning: true, close };
}
