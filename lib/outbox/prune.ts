import { statement } from "../db";
import { env } from "../env";
import { ourKind } from "../session/password";

/** Small enough to finish well within the statement timeout; what is left goes the next time. */
const ROWS_PER_RUN = 1000;

/**
 * What nobody needs any more, found through an index each. Audit rows are never among them. Refresh tokens go
 * with their session: until then an old one must be recognised as reused. A revoked session stays for its
 * natural life, which its absolute limit bounds.
 */
const EXPIRED = {
  rate_limits: { key: "key", condition: "expires_at < app_now()" },
  sessions: { key: "id", condition: "expires_at < app_now() - $1::int * interval '1 day'", values: () => [env.sessionPurgeDays] },
  // Those that stand for an address that nobody has (features/recovery) go at once: they keep what a stranger typed.
  one_time_tokens: {
    key: "id",
    condition: "expires_at < app_now() AND (expires_at < app_now() - interval '30 days' OR (user_id IS NULL AND purpose = 'password_reset'))",
  },
  outbox_messages: {
    key: "id",
    condition: "status IN ('sent', 'failed') AND next_attempt_at < app_now() - interval '30 days'",
  },
  mailbox_messages: { key: "id", condition: "sent_at < app_now() - interval '30 days'" },
  invitations: { key: "id", condition: "expires_at < app_now() - interval '30 days'" },
} as const;

const deletion = (table: string, { key, condition }: { key: string; condition: string }): string => `
  DELETE FROM ${table} WHERE ${key} IN (
    SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ${ROWS_PER_RUN} FOR UPDATE SKIP LOCKED)
  RETURNING 1`;

/**
 * Once a day for each. An import that brings the kind again meanwhile holds its row and makes it young, so the condition on
 * the time, which PostgreSQL looks at once more behind the lock, keeps it.
 */
const FORGET_KINDS = `
  DELETE FROM password_kinds k WHERE seen_at < app_now() - interval '1 day'
     AND NOT EXISTS (SELECT 1 FROM users u WHERE starts_with(u.password_hash, k.kind)) RETURNING 1`;
const KEEP_KINDS = `UPDATE password_kinds SET seen_at = app_now() WHERE seen_at < app_now() - interval '1 day'`;

/** Kinds of password hashes that nobody has any more cost every sign-in their work for nothing. */
async function forgetKinds(): Promise<number> {
  const forgotten = await statement("prune-password-kinds", FORGET_KINDS, []);
  await statement("keep-password-kinds", KEEP_KINDS, []);
  return forgotten.length;
}

/**
 * After a change of BCRYPT_COST, accounts that keep a hash at the former cost until their next sign-in would answer in another
 * time than unknown names do: so the former kind becomes one that everybody does the work of. Looked for once a day, and at once
 * where today's cost is another one than yesterday's; `due` is empty otherwise, and then `users` is not read.
 */
const FIND_FORMER_KINDS = `
WITH due AS (
  INSERT INTO rate_limits AS r (key, points, expires_at) VALUES ('password-kinds:' || $1, 1, app_now() + interval '1 day')
  ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at WHERE r.expires_at < app_now() RETURNING 1)
INSERT INTO password_kinds (kind, seen_at)
SELECT DISTINCT left(u.password_hash, length($1)), app_now() FROM users u
 WHERE EXISTS (SELECT 1 FROM due) AND starts_with(u.password_hash, '$2b$') AND NOT starts_with(u.password_hash, $1)
ON CONFLICT (kind) DO UPDATE SET seen_at = excluded.seen_at`;

/** Deletes up to a thousand expired rows of each table. Returns how many went, by table. */
export async function pruneExpired(): Promise<Record<string, number>> {
  const pruned: Record<string, number> = {};
  for (const [table, rule] of Object.entries(EXPIRED)) {
    const rows = await statement(`prune-${table}`, deletion(table, rule), "values" in rule ? rule.values() : []);
    if (rows.length > 0) pruned[table] = rows.length;
  }
  await statement("find-former-password-kinds", FIND_FORMER_KINDS, [ourKind()]);
  const kinds = await forgetKinds();
  if (kinds > 0) pruned.password_kinds = kinds;
  return pruned;
}
