import { statement } from "../db";

export interface MailboxEntry {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  links: string[];
  /** ISO 8601, UTC. */
  sent_at: string;
}

type MailboxRow = Omit<MailboxEntry, "sent_at"> & { sent_at: Date };

const LIST_MAILBOX = `
  SELECT id, "to", subject, text, html, links, sent_at
  FROM mailbox_messages
  WHERE $1::text IS NULL OR "to" = lower($1)
  ORDER BY sent_at DESC, id DESC
  LIMIT $2`;

/**
 * The in-app mailbox, newest first. Who may look (development and embedded mode, loopback peers) is decided by
 * the operation that calls this.
 *
 * @param to - only mail to this address, whatever its case
 * @param limit - at most so many messages (default 50)
 */
export async function listMailbox({ to, limit = 50 }: { to?: string; limit?: number } = {}): Promise<MailboxEntry[]> {
  const rows = await statement<MailboxRow>("mailbox-list", LIST_MAILBOX, [to?.trim() ?? null, limit]);
  return rows.map((row) => ({ ...row, sent_at: row.sent_at.toISOString() }));
}
