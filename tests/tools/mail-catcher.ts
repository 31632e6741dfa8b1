/** Reads the in-app mailbox of a running server, as a person would open their mail. */
import { setTimeout as sleep } from "node:timers/promises";

export interface CaughtMail {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  links: string[];
  sent_at: string;
}

const PATIENCE_MS = 10_000;

/** Newest first. `to` is compared without regard to case. */
export async function mailTo(baseUrl: string, to: string): Promise<CaughtMail[]> {
  const url = new URL("/api/dev/mailbox", baseUrl);
  url.searchParams.set("to", to);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the mailbox answered ${answer.status}`);
  return ((await answer.json()) as { messages: CaughtMail[] }).messages;
}

/** The newest mail to `to` whose subject fits; waits for the outbox. @throws Error when none arrives within ten seconds */
export async function waitForMail(baseUrl: string, to: string, subject: RegExp = /./): Promise<CaughtMail> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const mail = (await mailTo(baseUrl, to)).find((message) => subject.test(message.subject));
    if (mail) return mail;
    if (Date.now() > deadline) throw new Error(`no mail to ${to} with a subject like ${subject.source}`);
    await sleep(100);
  }
}
