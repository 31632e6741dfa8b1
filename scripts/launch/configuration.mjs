/** What lib/env.ts says of this environment, for the scripts that start servers. */
import { enableTypeScript } from "./typescript.mjs";

async function settings() {
  enableTypeScript();
  const module = await import("../../lib/env.ts");
  // The launch itself sets variables, between one look and the next.
  module.forgetEnv();
  return module;
}

/**
 * @param {{ bringsDatabase?: boolean }} [options] `bringsDatabase`: its address is not there yet, which is no fault
 * @returns {Promise<string[]>} what keeps a server from serving, one sentence each
 */
export async function configurationFaults({ bringsDatabase = false } = {}) {
  const { bootFaults, forgetEnv } = await settings();
  const faults = bootFaults();
  forgetEnv();
  return bringsDatabase ? faults.filter((fault) => !fault.startsWith("DATABASE_URL is not set")) : faults;
}

/** @returns {Promise<string | null>} through what mail leaves; null: it stays in the mailbox */
export async function mailCarrier() {
  const { env } = await settings();
  const { mailCarrierOf } = await import("../../lib/mail-settings.ts");
  return mailCarrierOf(env);
}

/** @param {readonly string[]} faults */
export function refuseIfAny(faults) {
  if (faults.length > 0) throw new Error(faults.join("\n"));
}
