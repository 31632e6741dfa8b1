/** What the terminal says at start. */
import { DEMO_PEOPLE } from "./demo-people.mjs";

/**
 * @param {{ address: string, database: string, hasDemoPeople: boolean, hasMailbox: boolean, hasDemoProviders: boolean }} facts
 */
export function announce({ address, database, hasDemoPeople, hasMailbox, hasDemoProviders }) {
  const lines = ["", "  Gatehouse", "", `  Address    ${address}`, `  Database   ${database}`];
  if (hasMailbox) lines.push(`  Mail       ${address}/dev/mailbox (nothing leaves this machine)`);
  if (hasDemoProviders) lines.push("  Providers  Demo Google and Demo Microsoft, on this machine");
  if (hasDemoPeople) {
    lines.push("", "  Sign in as");
    for (const { email, password, role } of DEMO_PEOPLE) {
      const note = email.startsWith("other@") ? "the only one in the second organization" : role;
      lines.push(`    ${email.padEnd(22)} ${password.padEnd(13)} ${note}`);
    }
  }
  console.log(`${lines.join("\n")}\n`);
}
