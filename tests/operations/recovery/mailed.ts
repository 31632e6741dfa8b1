import { linksIn } from "@/lib/email/mailbox-transport";
import { sql } from "../../setup/sql";

interface Waiting extends Record<string, unknown> {
  kind: string;
  subject: string;
  text: string;
}

/** What waits to be sent to an address, the newest first. */
export const waitingFor = (to: string) =>
  sql<Waiting>("SELECT kind, payload->>'subject' AS subject, payload->>'text' AS text FROM outbox_messages WHERE payload->>'to' = $1 ORDER BY id DESC", [to]);

/** The newest mail of a subject. @throws Error where there is none */
export async function lastMail(to: string, subject: RegExp): Promise<{ text: string; token: string; code: string }> {
  const mail = (await waitingFor(to)).find((candidate) => candidate.kind === "email" && subject.test(candidate.subject));
  if (!mail) throw new Error(`no mail to ${to} with a subject like ${String(subject)}`);
  const [link = ""] = linksIn(mail.text);
  return { text: mail.text, token: new URL(link).searchParams.get("token") ?? "", code: /\b\d{6}\b/.exec(mail.text)?.[0] ?? "" };
}
