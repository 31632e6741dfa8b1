/**
 * The owner of an address arrives at an account that had it before anybody proved it. Whoever made that account may have been
 * somebody else, who waits for the owner to fill it: nothing that they attached to it stays ("pre-hijacking").
 */
import { lockAccount } from "@/lib/access/lock-account";
import type { Tx } from "@/lib/db";
import { withdrawPending } from "./withdraw-pending";

/**
 * What can be attached to an account, by the name that the audit row has for it: rows that go, each of a table with `id` and
 * `user_id`. A feature that adds a way in, or a factor, adds its table here.
 */
const ATTACHED = {
  linked_accounts: { table: "accounts" },
  passkeys: { table: "passkeys" },
  second_factors: { table: "second_factors" },
  spare_codes: { table: "recovery_codes" },
  known_devices: { table: "known_devices" },
} as const;

type Attached = keyof typeof ATTACHED;

const removals = Object.entries(ATTACHED).map(
  ([name, { table }]) => `
  ${name} AS (
    DELETE FROM ${table} t USING person WHERE t.user_id = person.id AND t.id IS DISTINCT FROM $2::uuid RETURNING 1)`,
);

const CLAIM = `
WITH before AS (
  SELECT id, password_hash IS NOT NULL AS "hadPassword", mfa_enabled AS "hadSecondFactor"
    FROM users WHERE id = $1::uuid AND email_verified_at IS NULL AND deleted_at IS NULL FOR NO KEY UPDATE),
person AS (
  UPDATE users u SET email_verified_at = app_now(), password_hash = NULL, password_changed_at = NULL, must_change_password = false,
         mfa_enabled = false, deletion_due_at = NULL, updated_at = app_now()
    FROM before WHERE u.id = before.id
  RETURNING u.id, before."hadPassword", before."hadSecondFactor"),
${removals.join(",")}
SELECT "hadPassword", "hadSecondFactor", ${Object.keys(ATTACHED).map((name) => `(SELECT count(*)::int FROM ${name}) AS ${name}`).join(", ")} FROM person`;

type Row = { hadPassword: boolean; hadSecondFactor: boolean } & Record<Attached, number>;

export interface Claimed {
  /** Nobody had proved the address before. Else nothing was changed. */
  isFirstProof: boolean;
  sessionsEnded: number;
  /** What was taken away, by kind, for the audit row and the owner's mail; kinds of which there was nothing are left out. `first_factor`: the password. */
  removed: Partial<Record<Attached | "first_factor" | "second_factor" | "pending_links", number>>;
}

/**
 * Verifies the address of an account by its owner's proof, and takes away what was attached to the account before: password,
 * sessions, second factor, linked providers, devices, the account's planned end, unused links and pending changes. Call it behind
 * `consumeToken`, and write the new password behind it. Does nothing to an account whose address is proved already.
 *
 * Not for a verification from a session of the account or with its password, which keeps everything.
 *
 * @param keepId - a linked provider that is the proof itself
 */
export async function claimAddress(tx: Tx, userId: string, { keepId }: { keepId?: string } = {}): Promise<Claimed> {
  // By itself: what a statement sees that waits for a lock is what was there before it waited.
  await lockAccount(tx, userId);
  const [row] = await tx.$queryRawUnsafe<Row[]>(CLAIM, userId, keepId ?? null);
  if (!row) return { isFirstProof: false, sessionsEnded: 0, removed: {} };
  const { sessionsEnded, links } = await withdrawPending(tx, { userId, reason: "address_claimed", protections: "none" });
  const { hadPassword, hadSecondFactor, ...attached } = row;
  const counts = { first_factor: Number(hadPassword), second_factor: Number(hadSecondFactor), ...attached, pending_links: links };
  return { isFirstProof: true, sessionsEnded, removed: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)) };
}
