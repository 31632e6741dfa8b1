/**
 * Everything that somebody can begin with an account and finish later, in one place. Whoever takes an account back (by a new password,
 * by taking back a change of address, by being the first to prove the address) ends all of it: somebody else may have begun it.
 */
import { lockAccount } from "@/lib/access/lock-account";
import type { Tx } from "@/lib/db";
import { endSessions } from "@/lib/session/end-sessions";
import type { Purpose } from "@/lib/session/one-time-token";

type Fate = "goes" | "may stay" | "stays";

/** By what a token is for; a new purpose has to say. `may stay`: it protects the owner, also from whoever has chosen a password. */
const TOKENS: Record<Purpose, Fate> = {
  email_verification: "goes",
  email_change: "goes",
  email_change_undo: "may stay",
  password_reset: "goes",
  magic_link: "goes",
  second_factor: "goes",
  second_factor_code: "goes",
  passkey_challenge: "goes",
  reauthentication: "goes",
  authorization_code: "goes",
  sign_in_report: "may stay",
  // Sent by others, to the address itself.
  invitation: "stays",
};

const purposesThat = (fate: Fate): string[] => Object.entries(TOKENS).flatMap(([purpose, its]) => (its === fate ? [purpose] : []));

/** $2: what goes whenever it was made; $3: what goes unless it is older than the token $4. */
const WITHDRAW = `
DELETE FROM one_time_tokens t
 WHERE t.user_id = $1::uuid AND t.consumed_at IS NULL
   AND (t.purpose = ANY($2::text[])
        OR (t.purpose = ANY($3::text[]) AND t.created_at >= coalesce((SELECT created_at FROM one_time_tokens WHERE id = $4::uuid), '-infinity')))`;

/** Setups that wait for their first code, and the recovery codes that were made with one: those of a factor that is on stay. */
const FORGET_SETUPS = `DELETE FROM second_factors WHERE user_id = $1::uuid AND state = 'pending'`;
const FORGET_THEIR_CODES = `DELETE FROM recovery_codes c USING users u WHERE u.id = $1::uuid AND c.user_id = u.id AND NOT u.mfa_enabled`;

/** They stay known, and give the second factor again. */
const DISTRUST_DEVICES = `UPDATE known_devices SET trusted_at = NULL, trusted_until = NULL WHERE user_id = $1::uuid AND trusted_until IS NOT NULL`;

export interface Withdrawal {
  userId: string;
  /** Why, as `revoke_reason` of the sessions keeps it. */
  reason: "password_reset" | "address_claimed" | "email_change_undone";
  /** Which of the tokens that protect the owner stay: all; those that are older than this one; or none. */
  protections: "all" | { olderThan: string } | "none";
}

export interface Withdrawn {
  sessionsEnded: number;
  links: number;
}

/**
 * In the transaction of whoever takes the account back. Each thing is taken by a statement of its own behind the account's lock, so that
 * it sees what was committed until then; what waits for the lock finds its session ended (`lib/session/hold-session.ts`), or the account
 * another than the one that its door has recognised (`PersonAtDoor.standing`).
 *
 * With the sessions end the proofs of who is there, and authorization requests that were sent to a provider to connect it.
 */
export async function withdrawPending(tx: Tx, { userId, reason, protections }: Withdrawal): Promise<Withdrawn> {
  await lockAccount(tx, userId);
  const sessionsEnded = await endSessions(tx, { userId, reason });
  const protecting = protections === "all" ? [] : purposesThat("may stay");
  const olderThan = typeof protections === "object" ? protections.olderThan : null;
  const links = await tx.$executeRawUnsafe(WITHDRAW, userId, purposesThat("goes"), protecting, olderThan);
  await tx.$executeRawUnsafe(FORGET_SETUPS, userId);
  await tx.$executeRawUnsafe(FORGET_THEIR_CODES, userId);
  await tx.$executeRawUnsafe(DISTRUST_DEVICES, userId);
  return { sessionsEnded, links };
}
