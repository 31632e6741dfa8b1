/**
 * The proofs: what is too long for `npm test`, or a figure. Each is a program that reports through
 * scripts/prove/start-proof.mjs; it may take options of its own after `--`. They run in this order: first those that
 * measure time and want a machine of their own.
 *
 * @type {Record<string, { title: string, file: string }>}
 */
export const proofs = {
  timing: { title: "Time tells nothing", file: "scripts/prove/timing.mjs" },
  requests: { title: "Malformed requests", file: "scripts/prove/requests.mjs" },
  faults: { title: "Faults around the application", file: "scripts/prove/faults.mjs" },
  crashes: { title: "Crashes under write load", file: "scripts/prove/crashes.mjs" },
  sessions: { title: "Refresh storms on two instances", file: "scripts/prove/sessions.mjs" },
  "one-time": { title: "What works once, on two instances", file: "scripts/prove/one-time.mjs" },
  immediate: { title: "What one instance decides holds at the other", file: "scripts/prove/immediate.mjs" },
  decisions: { title: "Decisions about access", file: "scripts/prove/decisions.mjs" },
  secrets: { title: "Secrets that stay inside", file: "scripts/prove/secrets.mjs" },
  tamper: { title: "Tampering with the audit trail", file: "scripts/prove/tamper.mjs" },
  sabotage: { title: "Guards trip", file: "scripts/prove/sabotage.mjs" },
  removal: { title: "Features that can be taken out", file: "scripts/prove/removal.mjs" },
  deploy: { title: "Runs anywhere", file: "scripts/prove/deploy.mjs" },
};
