/**
 * `npm run doctor [-- --json] [-- --production] [-- --mail <address>]`: what is configured, missing and wrong, and the command
 * that mends it. Exits 1 where something is wrong. `--production` judges this environment as a production server would;
 * `--mail` sends a test mail.
 */
import { z } from "zod";
import { examine } from "./doctor/examine";
import type { Finding, State } from "./doctor/finding";
import { loadEnvFiles, refuse } from "./launch/settings.mjs";

const MARKS: Record<State, string> = { ok: "✓", note: "·", warning: "!", fault: "✗" };

function print(findings: Finding[]): void {
  for (const { topic, state, message, remedy } of findings) {
    console.log(`${MARKS[state]} ${topic.padEnd(11)} ${message}`);
    if (remedy !== undefined && state !== "ok") console.log(`${" ".repeat(14)}→ ${remedy}`);
  }
  const count = (state: State) => findings.filter((finding) => finding.state === state).length;
  console.log(`\n${count("fault")} wrong, ${count("warning")} to look at`);
}

/** What stands behind `--mail`, or undefined without it. */
function testAddress(): string | undefined {
  const at = process.argv.findIndex((argument) => argument === "--mail" || argument.startsWith("--mail="));
  if (at === -1) return undefined;
  const address = process.argv[at]?.split("=")[1] ?? process.argv[at + 1];
  const parsed = z.email().safeParse(address);
  if (!parsed.success) throw new Error("--mail wants a mail address: npm run doctor -- --mail you@your.domain");
  return parsed.data;
}

try {
  loadEnvFiles();
  if (process.argv.includes("--production")) Object.assign(process.env, { NODE_ENV: "production" });
  const findings = await examine(testAddress());
  if (process.argv.includes("--json")) console.log(JSON.stringify({ findings }, null, 2));
  else print(findings);
  // The schema engine leaves a timer of ten seconds behind.
  process.exit(findings.some(({ state }) => state === "fault") ? 1 : 0);
} catch (error) {
  refuse(error);
}
