/** The budgets of the systems that this one is compared with, on this machine and at this cost of the hash. */
import { round } from "../load.mjs";
import { everybody, loginRequest } from "./logins.mjs";
import { refreshRequest } from "./tokens.mjs";

const FIRST_REFRESH = 58_000;
/** The thousand sign-ins end here on a machine that has no thousand hashes to give. */
const MANY_SECONDS_MAX = 120;

export async function budgets({ generator, server, isQuick, facts, passwordHashMs }) {
  const limit = isQuick ? { logins: 40, single: 10 } : { logins: 1000, single: 40 };
  const single = { connections: 1, seconds: 120, limit: limit.single };
  const register = {
    ...single,
    expect: 201,
    first: Date.now(),
    request: { method: "POST", path: "/api/auth/register", body: { email: "new-{n}@example.com", username: "new{n}", password: "correct horse battery staple" } },
  };
  const rounds = {
    "register, one at a time": [await round(generator, server, register)],
    "login, one at a time": [await round(generator, server, { ...single, request: loginRequest, people: everybody })],
    "refresh, one at a time": [await round(generator, server, { ...single, limit: limit.single * 5, request: refreshRequest("{n}"), first: FIRST_REFRESH })],
    "many logins, 10 in parallel": [await round(generator, server, { connections: 10, seconds: MANY_SECONDS_MAX, limit: limit.logins, request: loginRequest, people: everybody })],
  };
  const [[registered], [loggedIn], [refreshed], [many]] = Object.values(rounds);
  const below = (goal, value, most) => ({ goal, measured: `${value.toFixed(1)} ms`, isMet: value < most });
  const hashMs = facts?.hashMs ?? passwordHashMs;
  return {
    title: "The reference systems' budgets",
    note: `Those of the systems compared with, measured by p95 here; nothing of them is a goal of the design. Ten sign-ins in parallel wait for ten hashes${hashMs ? ` of ${hashMs.toFixed(0)} ms (bcrypt, cost 12) on the cores that this machine gives them` : ""}.`,
    rounds,
    withoutRatio: true,
    counts: {},
    goals: [
      below("register < 500 ms", registered.p95, 500),
      below("login < 200 ms", loggedIn.p95, 200),
      below("refresh < 10 ms", refreshed.p95, 10),
      below("refresh < 100 ms (Scribes)", refreshed.p95, 100),
      below(`p95 < 300 ms for ${limit.logins} logins, 10 in parallel (${many.requests} done)`, many.p95, 300),
    ],
  };
}
