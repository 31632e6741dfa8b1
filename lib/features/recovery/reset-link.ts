/** Links with which somebody chooses a password: what is mailed, and the token that it bears. */
import { queueMail, type QueuedMail } from "@/lib/email/queue-mail";
import { linkTo } from "@/lib/email/templates/layout";
import type { ResetReason } from "@/lib/email/templates/password-reset";
import type { Tx } from "@/lib/db";
import { type QueuedDelivery, queueDelivery } from "@/lib/hooks/queue-delivery";
import { registers } from "@/lib/hooks/run-hooks";
import { newId } from "@/lib/ids";
import { enqueue } from "@/lib/outbox/outbox";
import { IS_USABLE_SQL } from "@/lib/session/live-session";
import { type IssuedToken, issueToken, newToken } from "@/lib/session/one-time-token";

/** Long enough for a mail that is slow to come; the mail says so too. */
const RESET_SECONDS = 3600;
/** What an administrator sends is not waited for. The mail says so too. */
const SET_PASSWORD_SECONDS = 24 * 3600;

export interface ResetLink {
  token: IssuedToken;
  /** Ours, or what the product sends in its stead. */
  message: QueuedMail | QueuedDelivery;
}

interface Addressee {
  id: string;
  email: string;
  username: string;
}

/**
 * The one mail that speaks of a reset.
 * @param user - null: nobody has the address. Then the token opens nothing, and the message is to be made a decoy.
 */
export function newResetLink({ user, address, redirectUrl, reason }: { user: Addressee | null; address: string; redirectUrl: string | null; reason: ResetReason }): ResetLink {
  const payload = redirectUrl ? { redirect_url: redirectUrl } : undefined;
  const issued = newToken({ purpose: "password_reset", userId: user?.id ?? null, address, ttlSeconds: RESET_SECONDS, payload, withCode: true });
  const { token, code } = issued;
  const key = `password-reset:${String(issued.row.id)}`;
  if (!registers("sendPasswordResetEmail")) return { token: issued, message: queueMail("password-reset", user?.email ?? address, { token, code, reason }, key) };
  const { id, email, username } = user ?? { id: newId(), email: address, username: address };
  const event = { user: { id, email, username }, token, code, url: linkTo(`/reset-password?token=${token}`), redirectUrl, reason };
  return { token: issued, message: queueDelivery("sendPasswordResetEmail", event, key) };
}

const FIND_ADDRESSEE = `SELECT u.username, ${IS_USABLE_SQL("u")} AS "isUsable" FROM users u WHERE u.id = $1::uuid`;

/** For whoever is told that there is none. */
export const NO_RESET_MAIL = "Nobody can sign in to this account at the moment, so there is no mail to choose a new password with. Ask an administrator.";

/**
 * In the transaction of its cause: the account's former links stop working.
 * @returns false: the account is banned or deactivated, where such a link opens nothing, and there is no mail
 */
export async function sendResetLink(tx: Tx, { id, email, reason }: { id: string; email: string; reason: "undone" | "not_me" }): Promise<boolean> {
  const [addressee] = await tx.$queryRawUnsafe<{ username: string; isUsable: boolean }[]>(FIND_ADDRESSEE, id);
  if (!addressee?.isUsable) return false;
  const { token, message } = newResetLink({ user: { id, email, username: addressee.username }, address: email.toLowerCase(), redirectUrl: null, reason });
  await issueToken(tx, token);
  await enqueue(tx, message);
  return true;
}

/** The same by an administrator, who thereby never chooses or sees a password. */
export async function sendSetPasswordLink(tx: Tx, { id, email, username }: Addressee): Promise<void> {
  const token = newToken({ purpose: "password_reset", userId: id, address: email.toLowerCase(), ttlSeconds: SET_PASSWORD_SECONDS });
  await issueToken(tx, token);
  await enqueue(tx, queueMail("set-password", email, { token: token.token, username }));
}
