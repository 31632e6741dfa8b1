/** Which of some permissions one holds: one of them, and a hundred at once. */
import { alternate } from "../load.mjs";
import { ratio } from "../statistics.mjs";
import { bearer, signIn } from "../sign-in.mjs";

const CONNECTIONS = 8;
const BATCH = 100;

const ONE = ["users.view"];
/** Held and not held ones, none twice. */
const MANY = Array.from({ length: BATCH }, (_, index) => (index % 2 ? `users.bench_${index}` : `bench_${index}.view`));

const check = (permissions, headers) => ({ method: "POST", path: "/api/rbac/me/check", headers, body: { permissions } });

export async function checks({ generator, server, counting, time }) {
  const headers = bearer(await signIn(server, 2));
  const job = (request) => ({ server, connections: CONNECTIONS, request });
  const jobs = {
    bare: job({ path: "/api/dev/bench/bare" }),
    "session check alone": job({ path: "/api/dev/bench/session", headers }),
    "one permission": job(check(ONE, headers)),
    [`${BATCH} permissions`]: job(check(MANY, headers)),
  };
  const rounds = await alternate(generator, jobs, time);
  const own = bearer(await signIn(counting, 2));
  const counts = { "one permission": await counting.count(check(ONE, own)), [`${BATCH} permissions`]: await counting.count(check(MANY, own)) };
  const statements = Math.max(...Object.values(counts).map((count) => count.statements));
  const batch = ratio(rounds[`${BATCH} permissions`], rounds["one permission"], "p50");
  return {
    title: "A permission check",
    note: `\`POST /api/rbac/me/check\` with a Bearer token, ${CONNECTIONS} connections. What somebody holds comes with the session's row, read anew at every request: a check is answered from it. *Session check alone* is a route of the bench build with nothing around it.`,
    rounds,
    counts,
    goals: [
      { goal: "one statement, however many are asked for", measured: String(statements), isMet: statements <= 1 },
      { goal: `${BATCH} at once ≤ 1.5 × one (p50)`, measured: `${batch.toFixed(2)} ×`, isMet: batch <= 1.5 },
    ],
  };
}
