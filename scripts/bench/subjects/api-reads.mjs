/** An authenticated read, against the bare route and against the token check alone. */
import { alternate } from "../load.mjs";
import { overRounds, ratio } from "../statistics.mjs";
import { bearer, signIn } from "../sign-in.mjs";

export async function apiReads({ generator, server, counting, time }) {
  const headers = bearer(await signIn(server, 2));
  const job = (path) => ({ server, connections: 8, request: { path, headers } });
  const jobs = { bare: job("/api/dev/bench/bare"), "token check alone": job("/api/dev/bench/token"), "session check alone": job("/api/dev/bench/session"), "check-auth": job("/api/auth/check-auth") };
  const rounds = await alternate(generator, jobs, time);
  const counted = await counting.count({ path: "/api/auth/check-auth", headers: bearer(await signIn(counting, 2)) });
  const kept = ratio(rounds["check-auth"], rounds.bare, "perSecond");
  const cpuOf = (name) => overRounds(rounds[name]).cpuMicros;
  const costs = cpuOf("session check alone") - cpuOf("bare");
  return {
    title: "An authenticated API read",
    note: "`GET /api/auth/check-auth` with a Bearer token, eight connections. The session is looked up in the database at every request. *Token check alone* and *session check alone* (token, database, viewer) are routes of the bench build with nothing around them.",
    rounds,
    counts: { "check-auth": counted },
    goals: [
      { goal: "requests/s ≥ 0.70 of bare", measured: kept.toFixed(2), isMet: kept >= 0.7 },
      { goal: "the check itself ≤ 150 µs of CPU", measured: `${costs.toFixed(0)} µs (the whole operation: ${(cpuOf("check-auth") - cpuOf("bare")).toFixed(0)} µs)`, isMet: costs <= 150 },
      { goal: "one statement", measured: String(counted.statements), isMet: counted.statements <= 1 },
    ],
  };
}
