/** What the terminal says at start. */
import { DEMO_PEOPLE } from "./demo-people.mjs";

/**
 * @param {{ address: string, database: string, hasDemoPeople: boolean, mailCarrier: string | null, hasDemoProviders: boolean }} facts
 *   `mailCarrier`: through what mail leaves; null: it stays in the mailbox
 */
export function announcement({ address, database, hasDemoPeople, mailCarrier, hasDemoProviders }) {
  const mail = mailCarrier ? `leaves through ${mailCarrier}` : `${address}/dev/mailbox (nothing leaves this machine)`;
  const lines = ["", "  Gatehouse", "", `  Address    ${address}`, `  Database   ${database}`, `  Mail       ${mail}`];
  if (hasDemoProviders) lines.push("  Providers  Demo Google and Demo Microsoft, on this machine");
  if (hasDemoPeople) {
    lines.push("", "  Sign in as");
    for (const { email, password, role } of DEMO_PEOPLE) {
      const note = email.startsWith("other@") ? "the only one in the second organization" : role;
      lines.push(`    ${email.padEnd(22)} ${password.padEnd(13)} ${note}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
