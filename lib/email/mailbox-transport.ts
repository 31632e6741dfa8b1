import { statement } from "../db";
import type { MailTransport } from "./mail";

const LINK = /https?:\/\/[^\s<>"']+/g;

/** The http(s) addresses of a mail's text, each once, in order. */
export const linksIn = (text: string): string[] => [...new Set(text.match(LINK) ?? [])];

const INSERT_MAIL = `
  INSERT INTO mailbox_messages (id, "to", subject, text, html, links, sent_at)
  VALUES ($1, lower($2), $3, $4, $5, $6, app_now())
  ON CONFLICT (id) DO NOTHING`;

/** Delivers into the in-app mailbox. The outbox row's id is the key, so a second attempt changes nothing. */
export const mailboxTransport: MailTransport = {
  name: "mailbox",
  timeoutMs: 10_000,
  async send({ messageId, to, subject, text, html }) {
    await statement("mailbox-insert", INSERT_MAIL, [messageId, to, subject, text, html, linksIn(text)]);
  },
};
