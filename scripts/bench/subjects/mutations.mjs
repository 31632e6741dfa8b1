/** A change with its audit row, against the same change without. */
import { alternate } from "../load.mjs";
import { ratio } from "../statistics.mjs";
import { bearer, signIn } from "../sign-in.mjs";

const WRITERS = 4;

const request = (path, authorization) => ({ method: "PUT", path, headers: { authorization }, body: { first_name: "Bench {n}" } });

export async function mutations({ generator, server, counting, time }) {
  const people = [];
  // Each connection mostly changes a person of its own: waiting for each other's row locks is not what is measured.
  for (let n = 0; n < WRITERS * 4; n += 1) people.push(bearer(await signIn(server, 20 + n)));
  const job = (path) => ({ server, connections: WRITERS, request: request(path, "{authorization}"), people });
  const jobs = { bare: { server, connections: WRITERS, request: { path: "/api/dev/bench/bare" } }, "without audit row": job("/api/dev/bench/profile"), "with audit row": job("/api/auth/user/@me") };
  const rounds = await alternate(generator, jobs, time);
  const { authorization } = bearer(await signIn(counting, 20));
  const once = (path) => counting.count((n) => ({ ...request(path, authorization), body: { first_name: `Count ${n}` } }));
  const counts = { "without audit row": await once("/api/dev/bench/profile"), "with audit row": await once("/api/auth/user/@me") };
  const kept = ratio(rounds["with audit row"], rounds["without audit row"], "perSecond");
  return {
    title: "A change with its audit row",
    note: "`PUT /api/auth/user/@me`, four connections: a mutation in an interactive transaction, and the same operation of the bench build with `audit: false`.",
    rounds,
    counts,
    goals: [{ goal: "≥ 0.75 of the same without", measured: kept.toFixed(2), isMet: kept >= 0.75 }],
  };
}
