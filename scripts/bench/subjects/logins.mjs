/** Sign-in against the hash alone, which nobody can go below. */
import { availableParallelism } from "node:os";
import { PASSWORD, SIGN_IN_PEOPLE } from "../bench-database.mjs";
import { isWrite } from "../counting-proxy.mjs";
import { ask } from "../http-connection.mjs";
import { round } from "../load.mjs";
import { median, overRounds, ratio } from "../statistics.mjs";
import { emailOf } from "../sign-in.mjs";

export const loginRequest = { method: "POST", path: "/api/auth/login", body: { email: "{email}", password: PASSWORD } };
export const everybody = Array.from({ length: SIGN_IN_PEOPLE }, (_, index) => ({ email: emailOf(index + 1) }));

const hashRate = async (server, lanes, seconds) =>
  (await ask(server.port, { method: "POST", path: "/api/dev/bench/hash", body: { lanes, seconds } })).body.perSecond;

/** Per request; a reservation is `limit.take`. */
const writesAfterHash = ({ seen, statements }) => (seen.filter(({ name, text }) => isWrite(text) && name !== "limit.take").length * statements) / seen.length;

export async function logins({ generator, server, counting, time }) {
  const lanes = Math.max(1, availableParallelism() - 1);
  const job = { server, connections: lanes, request: loginRequest, people: everybody };
  const bareJob = { connections: lanes, request: { path: "/api/dev/bench/bare" } };
  const rounds = { bare: [], login: [] };
  const shares = [];
  const hashes = [];
  await hashRate(server, lanes, 1);
  for (let index = 0; index < time.rounds; index += 1) {
    rounds.bare.push(await round(generator, server, { ...bareJob, seconds: 1 }));
    const hash = await hashRate(server, lanes, time.seconds);
    const login = await round(generator, server, { ...job, seconds: time.seconds });
    rounds.login.push(login);
    hashes.push(hash);
    shares.push(login.perSecond / hash);
  }
  const counted = await counting.count((n) => ({ ...loginRequest, body: { email: emailOf(10 + n), password: PASSWORD } }));
  const share = median(shares);
  return {
    title: "Sign-in",
    note: `Cores − 1 (${lanes}) at a time, audit row included. The hash alone (native bcrypt, cost 12, in the same process, no HTTP and no database) allows ${median(hashes).toFixed(2)} a second.`,
    rounds,
    counts: { login: counted },
    goals: [
      { goal: "≥ 0.90 of what the hash alone allows", measured: share.toFixed(2), isMet: share >= 0.9 },
      { goal: "≤ 5 statements", measured: String(counted.statements), isMet: counted.statements <= 5 },
      // A statement outside of a transaction commits by itself. Places are reserved before the hash, whoever signs in.
      { goal: "one commit for the sign-in itself", measured: `${writesAfterHash(counted)} writing statement after the reservations, ${counted.transactions} transactions`, isMet: counted.transactions === 0 && writesAfterHash(counted) === 1 },
    ],
    facts: { hashMs: (lanes * 1000) / median(hashes), ratioToBare: ratio(rounds.login, rounds.bare, "perSecond"), login: overRounds(rounds.login) },
  };
}
