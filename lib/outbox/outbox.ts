/**
 * What has to leave the house after a commit: a message is a row written in the transaction of its cause, so
 * neither exists without the other. Delivery is in `run-due-jobs.ts`; what a mail says is in `lib/email`.
 */
import type { Tx } from "../db";
import type { QueuedMail } from "../email/queue-mail";
import type { QueuedDelivery } from "../hooks/queue-delivery";
import { newId } from "../ids";

/** What goes nowhere. */
export const DECOY = "decoy";

export interface QueuedDecoy {
  kind: typeof DECOY;
  payload: (QueuedMail | QueuedDelivery)["payload"];
  idempotencyKey: string;
}

/**
 * The same work as for a mail, where there is nobody to send it to: otherwise the time of the answer, or of the next one, would
 * tell which addresses have an account.
 */
export const decoyOf = (message: QueuedMail | QueuedDelivery): QueuedDecoy => ({ ...message, kind: DECOY });

/** What this writes: mail, or what a product delivers itself. Removals of objects are written by `lib/storage`, in the SQL that makes them due. */
export type OutboxMessage = QueuedMail | QueuedDelivery | QueuedDecoy;

/** The columns of `outbox_messages` that the sender chooses; the database fills in the rest. */
export interface OutboxRow {
  id: string;
  kind: OutboxMessage["kind"];
  payload: OutboxMessage["payload"];
  idempotency_key: string;
}

export const outboxRow = ({ kind, payload, idempotencyKey }: OutboxMessage): OutboxRow => ({
  id: newId(),
  kind,
  payload,
  idempotency_key: idempotencyKey,
});

/**
 * The INSERT of a list of rows, to stand alone or in a CTE of a single-statement operation. The due time is cut to
 * milliseconds, because the column would round it up, past the kick that follows the commit.
 *
 * @param parameter - the placeholder, such as `$7`, that is bound to `JSON.stringify(rows)`
 * @param condition - SQL that must hold for anything to be written, such as `EXISTS (SELECT 1 FROM changed)`
 */
export const outboxInsert = (parameter: `$${number}`, condition = "TRUE"): string => `
  INSERT INTO outbox_messages (id, kind, payload, idempotency_key, status, attempts, next_attempt_at, created_at)
  SELECT id, kind, payload, idempotency_key, 'pending', 0, date_trunc('milliseconds', app_now()), app_now()
  FROM jsonb_populate_recordset(NULL::outbox_messages, ${parameter}::jsonb)
  WHERE ${condition}
  ON CONFLICT (idempotency_key) DO NOTHING`;

const ENQUEUE = outboxInsert("$1");

/** Writes messages inside a Prisma transaction. A key that is already there is left as it is. */
export async function enqueue(tx: Tx, ...messages: OutboxMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.$executeRawUnsafe(ENQUEUE, JSON.stringify(messages.map(outboxRow)));
}
