/** Deletes the accounts whose owners asked for it and did not come back. */
import { type AuditOrigin, sealEvent } from "@/lib/audit/audit-event";
import { recordIn } from "@/lib/audit/record-event";
import { now } from "@/lib/clock";
import { inTransaction, statement } from "@/lib/db";
import { queueMail } from "@/lib/email/queue-mail";
import { failpoint } from "@/lib/failpoint";
import { hidePerson } from "@/lib/features/admin/delete-person";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { enqueue } from "@/lib/outbox/outbox";
import type { PeriodicJob } from "@/lib/outbox/run-due-jobs";
import { endSessions } from "@/lib/session/end-sessions";

/** What one run takes on; the rest goes with the next. */
const ACCOUNTS_PER_RUN = 20;
/** Small enough to finish well within the statement timeout. */
const ROWS_PER_STATEMENT = 1000;

const DUE = `SELECT id FROM users WHERE deletion_due_at <= app_now() AND deleted_at IS NULL ORDER BY deletion_due_at LIMIT ${ACCOUNTS_PER_RUN}`;

/** From where somebody acted, and what was typed for them. The events stay, with a digest of what is gone (decision 006). */
const ERASE_TRACES = `
DELETE FROM audit_personal WHERE event_id IN (
  SELECT d.event_id FROM audit_events e JOIN audit_personal d ON d.event_id = e.id
   WHERE e.actor_id = $1 OR (e.actor_id IS NULL AND e.target_user_id = $1) LIMIT ${ROWS_PER_STATEMENT})
RETURNING 1`;

/** Before the account itself: what is left of it after a crash is found again by the account that is still due. */
async function eraseTraces(userId: string): Promise<void> {
  let erased;
  do erased = await statement("privacy.erase-traces", ERASE_TRACES, [userId]);
  while (erased.length === ROWS_PER_STATEMENT);
}

interface Leaving {
  email: string;
  organizationId: string | null;
}

/** Whoever runs beside this one passes it by. */
const CLAIM = `
SELECT email, active_organization_id AS "organizationId" FROM users
 WHERE id = $1::uuid AND deletion_due_at <= app_now() AND deleted_at IS NULL FOR NO KEY UPDATE SKIP LOCKED`;

const originOf = (organizationId: string | null): AuditOrigin => ({
  actorId: null, impersonatorId: null, organizationId, sessionId: null, requestId: newId(), ipAddress: null, userAgent: null,
});

/** @returns whether it was there to be deleted */
async function deleteAccount(userId: string): Promise<boolean> {
  return inTransaction(async (tx) => {
    const [leaving] = await tx.$queryRawUnsafe<Leaving[]>(CLAIM, userId);
    if (!leaving) return false;
    await endSessions(tx, { userId, reason: "user_deleted" });
    await hidePerson(tx, userId);
    // Sessions name addresses and devices.
    await tx.session.deleteMany({ where: { userId } });
    const event = { action: "user.soft_deleted", targetUserId: userId, resource: { type: "user", id: userId }, metadata: { hard_delete: false, asked_by: "owner" } };
    await recordIn(tx, sealEvent(event, originOf(leaving.organizationId)));
    await enqueue(tx, queueMail("account-deleted", leaving.email, { at: now() }, `account-deleted:${userId}`));
    failpoint("account-deletion:before-commit");
    return true;
  });
}

/** One that cannot be deleted keeps no other one; it stands in the log, and is tried again. */
async function deleteOne(userId: string): Promise<boolean> {
  try {
    await eraseTraces(userId);
    return await deleteAccount(userId);
  } catch (error) {
    log.error("account-deletion.failed", { user_id: userId, error });
    return false;
  }
}

/** @returns how many accounts went */
export async function deleteDueAccounts(): Promise<number> {
  let deleted = 0;
  for (const { id } of await statement<{ id: string }>("privacy.due", DUE, [])) if (await deleteOne(id)) deleted += 1;
  return deleted;
}

export const accountDeletionJob: PeriodicJob = { name: "account-deletion", everyMs: 60_000, run: deleteDueAccounts };
