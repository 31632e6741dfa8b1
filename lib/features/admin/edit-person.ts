/** Changes to somebody's account by an administrator: what is different, whether it may be, and the one update. */
import { now } from "@/lib/clock";
import type { Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { EMAIL_TAKEN, USERNAME_TAKEN } from "./errors";

/** What an administrator may change, by its name on the wire. */
export interface Editable {
  email: string;
  username: string;
  first_name: string | null;
  last_name: string | null;
  phone_number: string | null;
  is_active: boolean;
  is_verified: boolean;
}

export type Edit = Partial<Editable>;
export type EditedField = keyof Editable;

/** Locks the row, so that what is read is what is changed. */
export async function lockEditable(tx: Tx, id: string): Promise<Editable | null> {
  const [row] = await tx.$queryRaw<Editable[]>`
    SELECT email, username, first_name, last_name, phone_number, is_active, email_verified_at IS NOT NULL AS is_verified
      FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return row ?? null;
}

/** What will be different. A new address is one that nobody has proved, unless the administrator says that it is. */
export function differenceOf(before: Editable, wanted: Edit): Edit {
  const isNewAddress = wanted.email !== undefined && wanted.email !== before.email;
  const all: Edit = isNewAddress ? { is_verified: false, ...wanted } : wanted;
  const entries = Object.entries(all).filter(([field, value]) => value !== undefined && value !== before[field as EditedField]);
  return Object.fromEntries(entries);
}

/**
 * Writes a difference that is not empty.
 * @throws AppError 409 EMAIL_TAKEN or USERNAME_TAKEN
 */
export async function applyEdit(tx: Tx, id: string, edit: Edit): Promise<void> {
  const { email, username, is_active: isActive, is_verified: isVerified } = edit;
  await assertFree(tx, id, edit);
  const at = now();
  const data = {
    email, username, isActive, firstName: edit.first_name, lastName: edit.last_name, phoneNumber: edit.phone_number,
    ...(isVerified === undefined ? {} : { emailVerifiedAt: isVerified ? at : null }),
    updatedAt: at,
  };
  await tx.user.update({ where: { id }, data, select: { id: true } }).catch((error: unknown) => {
    // Taken between the look and the update.
    if ((error as { code?: unknown } | null)?.code === "P2002") throw new AppError(email === undefined ? USERNAME_TAKEN : EMAIL_TAKEN);
    throw error;
  });
  // What was sent to the old address must not open the account any more.
  if (email !== undefined) await tx.oneTimeToken.deleteMany({ where: { userId: id } });
}

async function assertFree(tx: Tx, id: string, edit: Edit): Promise<void> {
  const { email, username } = { email: edit.email ?? null, username: edit.username ?? null };
  const [taken] = await tx.$queryRaw<{ email: boolean; username: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM users WHERE lower(email) = lower(${email}::text) AND id <> ${id}::uuid) AS email,
           EXISTS (SELECT 1 FROM users WHERE lower(username) = lower(${username}::text) AND id <> ${id}::uuid) AS username`;
  if (taken?.email) throw new AppError(EMAIL_TAKEN, { details: { fields: { email: [EMAIL_TAKEN.message] } } });
  if (taken?.username) throw new AppError(USERNAME_TAKEN, { details: { fields: { username: [USERNAME_TAKEN.message] } } });
}
