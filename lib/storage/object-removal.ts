/**
 * The outbox's word that an object of the bucket has to go. It is written before an object is, and with the end of every
 * row that names one: a process may die anywhere and leave no object that nobody knows of.
 */
import { z } from "zod";

export const OBJECT_REMOVAL = "object_removal";

export const objectRemovalSchema = z.object({ key: z.uuid() });

/** Far longer than an upload and its transaction may take. */
const UNKEPT_MINUTES = 5;

const KEY_OF = (id: string) => `'${OBJECT_REMOVAL}:' || ${id}`;
const COLUMNS = "(id, kind, payload, idempotency_key, status, attempts, next_attempt_at, created_at)";

const removal = (id: string, due: string) =>
  `gen_random_uuid(), '${OBJECT_REMOVAL}', jsonb_build_object('key', ${id}), ${KEY_OF(id)}, 'pending', 0, ${due}, app_now()`;

/** Follows a CTE `gone (id, in_bucket)`. Due at once, cut to milliseconds as `outboxInsert` says. */
export const REMOVE_OBJECTS_OF = `
  INSERT INTO outbox_messages ${COLUMNS}
  SELECT ${removal("gone.id", "date_trunc('milliseconds', app_now())")} FROM gone WHERE in_bucket
  ON CONFLICT (idempotency_key) DO NOTHING`;

/** `$1` is the id of an object that is about to be written. */
export const REMOVE_UNLESS_KEPT = `
  INSERT INTO outbox_messages ${COLUMNS}
  VALUES (${removal("$1::uuid", `app_now() + interval '${UNKEPT_MINUTES} minutes'`)})`;

/**
 * A CTE `kept` of one row where the removal of `$1` was taken back in time: once a runner has claimed it, the object may
 * be gone, whatever became of the try.
 */
export const TAKE_BACK_REMOVAL = `
  kept AS (DELETE FROM outbox_messages WHERE idempotency_key = ${KEY_OF("$1::uuid")} AND attempts = 0 RETURNING id)`;
