/** A role for somebody, beside the cheapest change that leaves an audit row. */
import { withClient } from "../bench-database.mjs";
import { alternate } from "../load.mjs";
import { overRounds } from "../statistics.mjs";
import { bearer, signIn } from "../sign-in.mjs";

const WRITERS = 4;
const TARGETS = 50;
const ROLES = ["manager", "auditor"];

/** Everybody gets the first role, then everybody the second, and again: each request changes something. */
const turnsOf = (ids) => ROLES.flatMap((role) => ids.map((id) => ({ id, role })));

const idsOf = (url) => withClient(url, async (client) => (await client.query("SELECT id FROM users WHERE username LIKE 'person%' ORDER BY id LIMIT $1", [TARGETS])).rows.map(({ id }) => id));

const assign = (id, role, headers) => ({ method: "PUT", path: `/api/rbac/users/${id}/role`, headers, body: { role } });

export async function assignments({ generator, server, counting, databaseUrl, largeUrl, time }) {
  const admin = bearer(await signIn(server, 1));
  const owner = bearer(await signIn(server, 20));
  const job = (connections, people) => ({ server, connections, request: assign("{id}", "{role}", admin), people });
  const people = turnsOf(await idsOf(databaseUrl));
  const profile = { method: "PUT", path: "/api/auth/user/@me", headers: owner, body: { first_name: "Bench {n}" } };
  const rounds = await alternate(
    generator,
    {
      bare: { server, connections: 1, request: { path: "/api/dev/bench/bare" } },
      "own profile, one at a time": { server, connections: 1, request: profile },
      "role, one at a time": job(1, people),
      [`role, ${WRITERS} connections`]: job(WRITERS, people),
    },
    time,
  );
  const [target] = await idsOf(largeUrl);
  const headers = bearer(await signIn(counting, 1));
  const counted = await counting.count((n) => assign(target, ROLES[n % ROLES.length], headers));
  const alone = overRounds(rounds["role, one at a time"]);
  return {
    title: "Role assignment",
    note: `\`PUT /api/rbac/users/{id}/role\` as an administrator: the primary role of ${TARGETS} people in turn, each request a real change with its audit row. Changes of roles run one after the other on purpose, behind a lock that keeps the last administrator, so more connections bring no more of them.`,
    rounds,
    counts: { "role, one at a time": counted },
    goals: [
      { goal: "p99 ≤ 100 ms, one at a time", measured: `${alone.p99.toFixed(1)} ms`, isMet: alone.p99 <= 100 },
      { goal: "one transaction", measured: String(counted.transactions), isMet: counted.transactions === 1 },
    ],
  };
}
