import { linksIn } from "@/lib/email/mailbox-transport";
import { sql } from "./sql";

interface Waiting extends Record<string, unknown> {
  kind: string;
  subject: string;
  text: string;
  html: string;
}

/** What waits to be sent to an address, the newest first. */
export const waitingFor = (to: string) =>
  sql<Waiting>(
    "SELECT kind, payload->>'subject' AS subject, payload->>'text' AS text, payload->>'html' AS html FROM outbox_messages WHERE payload->>'to' = $1 ORDER BY id DESC",
    [to],
  );

/** The newest mail of a subject; its token and its code are empty where it bears none. @throws Error where there is no such mail */
export async function lastMail(to: string, subject = /./): Promise<{ text: string; token: string; code: string }> {
  const mail = (await waitingFor(to)).find((candidate) => candidate.kind === "email" && subject.test(candidate.subject));
  if (!mail) throw new Error(`no mail to ${to} with a subject like ${String(subject)}`);
  const [link] = linksIn(mail.text);
  return { text: mail.text, token: (link && new URL(link).searchParams.get("token")) ?? "", code: /\b\d{6}\b/.exec(mail.text)?.[0] ?? "" };
}
