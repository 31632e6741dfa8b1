/** Refresh with rotation, and sign-out: each request with a session of its own that the bench has laid out. */
import { alternate } from "../load.mjs";

/** Where each finds its sessions among those laid out: nobody's overlap. */
const FIRST = { refresh: 1, logout: 30_001, counting: 59_900 };

export const refreshRequest = (n) => ({ method: "POST", path: "/api/auth/token/refresh", body: { refresh_token: `bench-refresh-token-${n}` } });
const logoutRequest = (n) => ({ method: "POST", path: "/api/auth/logout", body: { refresh_token: `bench-refresh-token-${n}` } });

export async function tokens({ generator, server, counting, time }) {
  const jobs = {
    bare: { server, connections: 4, request: { path: "/api/dev/bench/bare" } },
    refresh: { server, connections: 4, request: refreshRequest("{n}"), from: FIRST.refresh },
    logout: { server, connections: 4, request: logoutRequest("{n}"), from: FIRST.logout },
  };
  const rounds = await alternate(generator, jobs, time);
  const refresh = await counting.count((n) => refreshRequest(FIRST.counting + n));
  const logout = await counting.count((n) => logoutRequest(FIRST.counting + 50 + n));
  const once = ({ transactions, writes }) => transactions === 0 && writes <= 1;
  const commits = ({ transactions, writes }) => `${transactions} transactions, ${writes} writing statement`;
  return {
    title: "Refresh and sign-out",
    note: "Four connections; change, rotation and audit row are one statement, which commits by itself.",
    rounds,
    counts: { refresh, logout },
    goals: [
      { goal: "refresh ≤ 4 statements", measured: String(refresh.statements), isMet: refresh.statements <= 4 },
      { goal: "refresh in one commit", measured: commits(refresh), isMet: once(refresh) },
      { goal: "logout ≤ 2 statements", measured: String(logout.statements), isMet: logout.statements <= 2 },
      { goal: "logout in one commit", measured: commits(logout), isMet: once(logout) },
    ],
  };
}
