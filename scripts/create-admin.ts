/** `npm run admin:create -- --email … [--username …] [--password …]`: asks for what is not given. Promotes an existing account. */
import readline from "node:readline/promises";
import { parseArgs } from "node:util";
import { createAdministrator } from "@/prisma/seed/create-administrator";
import { inTransaction, withClient } from "./database/with-client";
import { withDatabase } from "./database/with-database";

const { values } = parseArgs({
  options: { email: { type: "string" }, username: { type: "string" }, password: { type: "string" } },
});

/** Without a terminal, what is missing is a fault and no question. */
async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(question)).trim() || undefined;
  } finally {
    terminal.close();
  }
}

await withDatabase(async ({ url }) => {
  const email = values.email ?? (await ask("E-mail: "));
  if (!email || !/^\S+@\S+$/.test(email)) throw new Error("Give an e-mail: npm run admin:create -- --email you@example.com --password …");
  const password = values.password ?? (await ask("Password (empty for an existing account to keep its own): "));
  const person = { email, password, username: values.username, mayPromote: true };
  const { isNew } = await withClient(url, (client) => inTransaction(client, () => createAdministrator(client, person)));
  console.log(isNew ? `${email} is an administrator now.` : `${email} had an account and is an administrator now.`);
});
