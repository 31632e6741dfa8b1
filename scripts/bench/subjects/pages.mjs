/** Pages behind the Edge middleware, against a middleware of the same build that does nothing. */
import { alternate } from "../load.mjs";
import { ratio } from "../statistics.mjs";
import { cookie, signIn } from "../sign-in.mjs";

export async function pages({ generator, server, counting, time }) {
  const headers = cookie(await signIn(server, 3));
  const job = (path, more = {}) => ({ server, connections: 4, request: { path, headers: { ...headers, ...more } } });
  const none = { "x-bench-gate": "none" };
  const jobs = {
    bare: job("/api/dev/bench/bare"),
    "empty page, no gate": job("/dev/bench", none),
    "empty page": job("/dev/bench"),
    "dashboard, no gate": job("/dashboard", none),
    dashboard: job("/dashboard"),
  };
  const rounds = await alternate(generator, jobs, time);
  const dashboard = await counting.count({ path: "/dashboard", headers: cookie(await signIn(counting, 3)) });
  const empty = ratio(rounds["empty page"], rounds["empty page, no gate"], "perSecond");
  const real = ratio(rounds.dashboard, rounds["dashboard, no gate"], "perSecond");
  return {
    title: "A page behind the Edge middleware",
    note: "With a session's cookie, four connections. *No gate* is the same page of the same build behind a middleware that returns `NextResponse.next()` at once; the empty page has one line of text, so that nothing hides what the gate costs.",
    rounds,
    counts: { dashboard },
    goals: [
      { goal: "empty page ≥ 0.85 of a middleware that does nothing", measured: empty.toFixed(2), isMet: empty >= 0.85 },
      { goal: "dashboard ≥ 0.85 of a middleware that does nothing", measured: real.toFixed(2), isMet: real >= 0.85 },
    ],
  };
}
