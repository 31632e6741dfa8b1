/** The change that the request for an account's end is. What becomes of it when its time has come: account-deletion-job.ts. */
import { keepAdministrator } from "@/lib/access/last-administrator";
import { keepOwner, lockOrganization } from "@/lib/access/last-owner";
import { lockAccount } from "@/lib/access/lock-account";
import type { Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { LAST_ADMIN, LAST_OWNER } from "./errors";

interface Joined {
  id: string;
  name: string;
}

/** In the order in which everybody takes their locks. */
const listJoined = (tx: Tx, userId: string): Promise<Joined[]> => tx.$queryRaw<Joined[]>`
  SELECT o.id, o.name FROM memberships m JOIN organizations o ON o.id = m.organization_id AND o.deleted_at IS NULL
   WHERE m.user_id = ${userId}::uuid ORDER BY o.id`;

const MARK = `
UPDATE users SET deletion_due_at = app_now() + make_interval(days => $2), updated_at = app_now()
 WHERE id = $1::uuid AND deletion_due_at IS NULL AND deleted_at IS NULL RETURNING deletion_due_at AS "dueAt"`;

async function mark(tx: Tx, userId: string, graceDays: number): Promise<Date | null> {
  await lockAccount(tx, userId);
  const [marked] = await tx.$queryRawUnsafe<{ dueAt: Date }[]>(MARK, userId, graceDays);
  return marked?.dueAt ?? null;
}

/**
 * Gives the account a day on which it goes. Whoever leaves administers nothing from then on, so neither the platform nor an
 * organization may have nobody else.
 *
 * @returns the day; null where it has one, or the account is gone
 * @throws AppError 409 LAST_ADMIN or LAST_OWNER
 */
export async function leave(tx: Tx, userId: string, graceDays: number): Promise<Date | null> {
  const joined = await listJoined(tx, userId);
  for (const { id } of joined) await lockOrganization(tx, id);
  const refuse = (): never => {
    throw new AppError(LAST_ADMIN);
  };
  const marked = () => keepAdministrator(tx, refuse, () => mark(tx, userId, graceDays));
  return joined.reduce((inner, organization) => () => keepOwner(tx, organization.id, () => needed(organization), inner), marked)();
}

function needed({ id, name }: Joined): never {
  const message = `${name} needs you: make somebody else its administrator, or delete it, then delete your account.`;
  throw new AppError(LAST_OWNER, { message, details: { organization_id: id, organization: name } });
}

const STAY = `
UPDATE users SET deletion_due_at = NULL, updated_at = app_now()
 WHERE id = $1::uuid AND deletion_due_at > app_now() AND deleted_at IS NULL`;

/** @returns false where the time is over, or nobody had asked for it */
export const stay = async (tx: Tx, userId: string): Promise<boolean> => (await tx.$executeRawUnsafe(STAY, userId)) === 1;
