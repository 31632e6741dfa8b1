/** The change of an account's address, once the new one is proved, and the way back. */
import type { Tx } from "@/lib/db";
import { now } from "@/lib/clock";
import { queueMail } from "@/lib/email/queue-mail";
import { AppError } from "@/lib/errors";
import { enqueue } from "@/lib/outbox/outbox";
import { issueToken, newToken, type Purpose, withdrawTokens } from "@/lib/session/one-time-token";
import { isAddressInUse } from "./address-in-use";
import { EMAIL_TAKEN } from "./errors";
import type { AddressOwner } from "./repo";

const UNDO_SECONDS = 7 * 24 * 3600;

/** What was sent to an address that is no longer the account's may not open it. */
const BOUND_TO_ADDRESS: Purpose[] = ["email_verification", "password_reset", "magic_link"];

/** @throws AppError 409 EMAIL_TAKEN where somebody else has it by now */
export async function writeAddress(tx: Tx, userId: string, email: string): Promise<void> {
  const at = now();
  await tx.user.update({ where: { id: userId }, data: { email, emailVerifiedAt: at, updatedAt: at }, select: { id: true } }).catch((error: unknown) => {
    if ((error as { code?: unknown } | null)?.code === "P2002") throw new AppError(EMAIL_TAKEN);
    throw error;
  });
}

/**
 * To the new address, which has just been proved. The old one is told, and can take the change back, if it was ever proved:
 * one that was mistyped at sign-up is a stranger's.
 *
 * @param device - from which it was asked, as the session list names it
 * @throws AppError 409 EMAIL_TAKEN
 */
export async function moveAddress(tx: Tx, owner: AddressOwner, newEmail: string, device: string): Promise<void> {
  if (await isAddressInUse(newEmail, owner.id, tx)) throw new AppError(EMAIL_TAKEN);
  await writeAddress(tx, owner.id, newEmail);
  for (const purpose of BOUND_TO_ADDRESS) await withdrawTokens(tx, purpose, owner.id);
  if (!owner.isVerified) return;
  const undo = newToken({ purpose: "email_change_undo", userId: owner.id, address: owner.email.toLowerCase(), ttlSeconds: UNDO_SECONDS, payload: { new_email: newEmail } });
  // An earlier address keeps its own way back: whoever moves an account twice must not shake its owner off.
  await issueToken(tx, undo, { replaces: false });
  await enqueue(tx, queueMail("email-changed", owner.email, { at: now(), device, token: undo.token }, `email-changed:${String(undo.row.id)}`));
}
