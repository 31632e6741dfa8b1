import { statement } from "../db";
import { BusyMailError, mailSchema, PermanentMailError } from "../email/mail";
import { transport } from "../email/transport";
import { deliverByHook, deliversAny, HOOK_DELIVERY } from "../hooks/queue-delivery";
import { log, redactText } from "../log";
import { openBucket } from "../storage/bucket";
import { OBJECT_REMOVAL, objectRemovalSchema } from "../storage/object-removal";
import { DECOY } from "./outbox";

/** With `retryDelaySeconds`: the last failure comes some two days after the first. */
export const MAX_ATTEMPTS = 20;
const BATCH_SIZE = 10;
const DELIVERY_TIMEOUT_MS = 20_000;
/** A transport ends its own tries; this ends the waiting for one that does not. */
const MAIL_GRACE_MS = 5_000;
/** Longer than a delivery may take, so that a living runner never loses a claim to another one. */
const LEASE_SECONDS = 60;
const FIRST_RETRY_SECONDS = 30;
const LONGEST_RETRY_SECONDS = 6 * 3600;
/** A service that asks for more is asked again after a day. */
const LONGEST_WISH_SECONDS = 24 * 3600;

interface ClaimedMessage {
  id: string;
  kind: string;
  payload: unknown;
  idempotency_key: string;
  attempts: number;
}

export interface DeliveryCount {
  sent: number;
  failed: number;
}

// MATERIALIZED, because a planner that ran the subselect again would claim more than the limit.
const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT id FROM outbox_messages
    WHERE status = 'pending' AND next_attempt_at <= app_now()
      AND (claimed_until IS NULL OR claimed_until <= app_now()) AND kind = ANY($1)
    ORDER BY next_attempt_at
    LIMIT $3
    FOR UPDATE SKIP LOCKED)
  UPDATE outbox_messages AS m
  SET claimed_until = app_now() + make_interval(secs => $2), attempts = m.attempts + 1
  FROM due WHERE m.id = due.id
  RETURNING m.id, m.kind, m.payload, m.idempotency_key, m.attempts`;

// A payload may bear a one-time token: it is emptied as soon as nobody needs it.
const MARK_SENT = `
  UPDATE outbox_messages
  SET status = 'sent', sent_at = app_now(), claimed_until = NULL, last_error = NULL, payload = '{}'
  WHERE id = $1`;

// The count of attempts is the fence: a runner whose lease was taken over changes nothing. Mail that will never be sent is
// emptied as sent mail is; of a file that could not be removed the key stays, or nobody would know what is left over.
const MARK_FAILED = `
  UPDATE outbox_messages
  SET status = $3, last_error = $4, claimed_until = NULL, next_attempt_at = app_now() + make_interval(secs => $5),
      payload = CASE WHEN $3 = 'failed' AND kind IN ('email', 'hook', 'decoy') THEN '{}' ELSE payload END
  WHERE id = $1 AND attempts = $2 AND status = 'pending'`;

/** Doubles from half a minute up to six hours; the jitter (half to all of it) keeps instances from retrying in step. */
export const retryDelaySeconds = (attempts: number, random = Math.random()): number =>
  Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS) * (0.5 + random / 2);

/** What the service asked for, where that is longer (`Retry-After`). */
const wishedSeconds = (error: unknown): number => (error instanceof BusyMailError ? Math.min(error.retryAfterSeconds ?? 0, LONGEST_WISH_SECONDS) : 0);

async function withTimeout(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("delivery timed out")), timeoutMs);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

interface Way {
  timeoutMs: number;
  deliver: (message: ClaimedMessage) => Promise<void>;
}

/** What can be delivered now, by kind. A kind without a way out is not claimed, so that its tries are not used up. */
function waysOut(): Map<string, Way> {
  const mail = transport();
  const known = new Map<string, Way>();
  const add = (kind: string, deliver: Way["deliver"], timeoutMs = DELIVERY_TIMEOUT_MS) => known.set(kind, { deliver, timeoutMs });
  if (mail) {
    const send: Way["deliver"] = async ({ id, payload, idempotency_key }) =>
      mail.send({ ...mailSchema.parse(payload), messageId: id, idempotencyKey: idempotency_key });
    add("email", send, mail.timeoutMs + MAIL_GRACE_MS);
    add(DECOY, async () => undefined);
  }
  if (deliversAny()) add(HOOK_DELIVERY, async ({ payload, idempotency_key }) => deliverByHook(payload, idempotency_key));
  const bucket = openBucket();
  if (bucket) add(OBJECT_REMOVAL, async ({ payload }) => bucket.delete(objectRemovalSchema.parse(payload).key));
  return known;
}

async function markFailed({ id, kind, attempts }: ClaimedMessage, error: unknown): Promise<void> {
  const isLast = attempts >= MAX_ATTEMPTS || error instanceof PermanentMailError;
  const reason = redactText(error instanceof Error ? error.message : String(error)).slice(0, 500);
  await statement("outbox-failed", MARK_FAILED, [id, attempts, isLast ? "failed" : "pending", reason, Math.max(retryDelaySeconds(attempts), wishedSeconds(error))]);
  log[isLast ? "error" : "warn"](isLast ? "outbox.given_up" : "outbox.retry", { message_id: id, kind, attempts, reason });
}

/**
 * Delivers everything that is due, in batches claimed with SKIP LOCKED: any number of runners may run at once.
 * A runner that dies leaves a lease, after which another one takes over; the idempotency key keeps that from
 * sending twice.
 */
export async function deliverOutbox(): Promise<DeliveryCount> {
  const count: DeliveryCount = { sent: 0, failed: 0 };
  const ways = waysOut();
  if (ways.size === 0) return count;
  for (let claimed = BATCH_SIZE; claimed === BATCH_SIZE; ) {
    const batch = await statement<ClaimedMessage>("outbox-claim", CLAIM, [[...ways.keys()], LEASE_SECONDS, BATCH_SIZE]);
    claimed = batch.length;
    const results = await Promise.all(batch.map((message) => deliverOne(message, ways.get(message.kind))));
    for (const isSent of results) count[isSent ? "sent" : "failed"] += 1;
  }
  return count;
}

async function deliverOne(message: ClaimedMessage, way: Way | undefined): Promise<boolean> {
  try {
    if (!way) throw new Error(`no delivery for ${message.kind}`);
    await withTimeout(way.deliver(message), way.timeoutMs);
  } catch (error) {
    await markFailed(message, error);
    return false;
  }
  await statement("outbox-sent", MARK_SENT, [message.id]);
  log.debug("outbox.sent", { message_id: message.id, kind: message.kind, attempts: message.attempts });
  return true;
}
