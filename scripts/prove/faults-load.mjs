/** Writers, and the ledger of what was acknowledged to them: fsynced line by line, before the next request is sent. */
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { call, must, PASSWORD } from "./proof-servers.mjs";

/**
 * @param {{ url: string, file: string, admin: string, writers: { id: string, token: string }[], victims: { id: string }[], tag: string }} load
 * @returns {{ stop(): Promise<void>, acknowledged: object[], statuses: Record<string, number> }}
 */
export function startLoad({ url, file, admin, writers, victims, tag }) {
  const ledger = openSync(file, "a");
  const acknowledged = [];
  const statuses = {};
  let isOver = false;

  async function write(entry, path, data, token) {
    const answer = await call(url, path, { data, token, timeoutMs: 8000 }).catch(() => ({ status: "no answer" }));
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (answer.status !== 200 && answer.status !== 201) return void (await sleep(20));
    writeSync(ledger, `${JSON.stringify(entry)}\n`);
    fsyncSync(ledger);
    acknowledged.push(entry);
  }

  const loops = [
    ...writers.map(async ({ id, token }) => {
      for (let n = 1; !isOver; n += 1) await write({ kind: "city", id, n, value: `${tag}-${n}` }, "/api/auth/update_user", { city: `${tag}-${n}` }, token);
    }),
    (async () => {
      for (let n = 1; !isOver; n += 1) {
        const email = `${tag}-new-${n}@example.com`;
        await write({ kind: "user", email }, "/api/auth/register", { email, password: PASSWORD });
      }
    })(),
    (async () => {
      for (const { id } of victims) {
        if (isOver) return;
        await write({ kind: "ban", id }, `/api/admin/users/${id}/ban`, { reason: tag }, admin);
      }
    })(),
  ];
  const stop = async () => {
    isOver = true;
    await Promise.all(loops);
    closeSync(ledger);
  };
  return { stop, acknowledged, statuses };
}

const LOST = `
WITH ledger AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS l(kind text, id uuid, n int, value text, email text))
SELECT (SELECT count(*)::int FROM ledger l WHERE l.kind = 'user' AND NOT EXISTS (SELECT 1 FROM users u WHERE u.email = l.email)) AS users,
       (SELECT count(*)::int FROM ledger l JOIN users u ON u.id = l.id WHERE l.kind = 'ban' AND u.banned_at IS NULL) AS bans,
       (SELECT count(*)::int FROM ledger l JOIN users u ON u.id = l.id WHERE l.kind = 'city'
           AND (split_part(coalesce(u.city, ''), '-', 1) <> $2 OR split_part(u.city, '-', 2)::int < l.n)) AS cities,
       (SELECT count(*)::int FROM ledger l WHERE l.kind = 'city' AND NOT EXISTS (
          SELECT 1 FROM audit_events a WHERE a.action = 'user.profile_update' AND a.success AND a.actor_id = l.id AND a.changes->'city'->>'to' = l.value)) AS city_rows`;

/** Of everybody whom the load touched, acknowledged or not: changes without a row, and rows without a change. */
const APART = `
SELECT (SELECT count(*)::int FROM users u WHERE u.email LIKE $1 || '-new-%' AND (SELECT count(*) FROM audit_events a WHERE a.action = 'user.signup' AND a.success AND a.target_user_id = u.id) <> 1) AS users,
       (SELECT count(*)::int FROM users u WHERE u.ban_reason = $1 AND (SELECT count(*) FROM audit_events a WHERE a.action = 'user.banned' AND a.success AND a.target_user_id = u.id) <> 1) AS bans,
       (SELECT count(*)::int FROM users u WHERE u.city LIKE $1 || '-%' AND NOT EXISTS (
          SELECT 1 FROM audit_events a WHERE a.action = 'user.profile_update' AND a.success AND a.actor_id = u.id AND a.changes->'city'->>'to' = u.city)) AS cities,
       (SELECT count(*)::int FROM audit_events a JOIN users u ON u.id = a.target_user_id WHERE a.action = 'user.banned' AND a.success AND a.metadata->>'reason' = $1 AND u.banned_at IS NULL) AS rows_of_bans,
       (SELECT count(*)::int FROM audit_events a LEFT JOIN users u ON u.id = a.target_user_id WHERE a.action = 'user.signup' AND a.success AND u.id IS NULL) AS rows_of_users`;

/** @throws Error when an acknowledged write is lost, or a change and its audit row are apart */
export async function checkLedger(sql, acknowledged, tag) {
  const [lost] = await sql(LOST, [JSON.stringify(acknowledged), tag]);
  must(Object.values(lost).every((n) => n === 0), `acknowledged and lost: ${JSON.stringify(lost)}`);
  const [apart] = await sql(APART, [tag]);
  must(Object.values(apart).every((n) => n === 0), `change and audit row apart: ${JSON.stringify(apart)}`);
}
