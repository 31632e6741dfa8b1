import { sql } from "./sql";

/** The mails that wait for an address, oldest first. */
export const mailsTo = (address: string): Promise<{ subject: string; text: string; html: string }[]> =>
  sql("SELECT payload->>'subject' AS subject, payload->>'text' AS text, payload->>'html' AS html FROM outbox_messages WHERE kind = 'email' AND payload->>'to' = $1 ORDER BY created_at, id", [address]);

/** The token of the newest mail to an address: in our mails a run of 32 or more URL-safe characters is always that. */
export async function newestLinkToken(address: string): Promise<string> {
  const token = (await mailsTo(address)).at(-1)?.text.match(/[\w-]{32,}/)?.[0];
  if (!token) throw new Error(`no mail with a link waits for ${address}`);
  return token;
}
