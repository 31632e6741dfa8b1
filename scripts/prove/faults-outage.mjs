/** The database away, frozen and slow, behind a proxy of ours, under a steady mix of requests. */
import { setTimeout as sleep } from "node:timers/promises";
import { enableTypeScript } from "../launch/typescript.mjs";
import { call, must, openServers, tokensOf } from "./proof-servers.mjs";

const RECOVERY_MS_MAX = 5000;
/** What stands between our measurement and the server's promise: a busy machine of two cores. */
const SLACK_MS = 250;
const CLIENTS = 10;

const CHANGE = "/api/auth/update_user";
const ASKED = [
  { path: "/api/auth/me" },
  { path: "/api/admin/users" },
  { path: "/api/admin/stats" },
  // Whoever signs in with a session at hand ends that one.
  { path: "/api/auth/login", isAnonymous: true, data: { identifier: "user@example.com", password: "User123!" } },
  { path: CHANGE, data: { city: "Away" } },
  { path: "/api/auth/session" },
  { path: "/api/health" },
  { path: "/dashboard" },
  { path: "/admin/users" },
  { path: "/account" },
];

const MODES = [
  { mode: "refuse", title: "away (connections refused and cut)", msMax: 2000, allowed: [503] },
  { mode: "freeze", title: "frozen (connections stand, nothing moves)", msMax: 3000, allowed: [503] },
  // It is there, so its answers are good ones. What bounds them is a transaction (5 s) and the wait for its connection
  // (1.5 s): docs/operations.md, "How long it waits for the database".
  { mode: "slow", title: "slow (150 ms on every piece of data)", delayMs: 150, msMax: 6500, allowed: [200, 503] },
];

const ask = (url, token, { path, data, isAnonymous = false }) => {
  const isApi = path.startsWith("/api");
  return call(url, path, { data, token: isApi && !isAnonymous ? token : undefined, headers: isApi ? {} : { cookie: `access_token=${token}` } });
};

/** Asks without a pause for as long as the outage lasts. */
async function askOn(url, token, untilMs) {
  const answers = [];
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, place) => {
      for (let turn = place; performance.now() < untilMs; turn += 1) {
        const asked = ASKED[turn % ASKED.length];
        const begun = performance.now();
        const answer = await ask(url, token, asked).catch((error) => ({ status: `no answer (${error.message})`, text: "", headers: new Headers(), ms: performance.now() - begun }));
        answers.push({ path: asked.path, status: answer.status, ms: answer.ms, retryAfter: answer.headers.get("retry-after"), text: answer.text.slice(0, 150) });
        await sleep(50);
      }
    }),
  );
  return answers;
}

/** Milliseconds until each of the requests is answered 200 again. */
async function recovery(url, token) {
  const begun = performance.now();
  for (;;) {
    const answers = await Promise.all(ASKED.map((asked) => ask(url, token, asked).catch(() => ({ status: 0 }))));
    const passed = performance.now() - begun;
    if (answers.every(({ status }) => status === 200)) return passed;
    must(passed < 30_000, `after 30 s still ${answers.map(({ status }) => status).join(", ")}`);
    await sleep(50);
  }
}

const ROWS_OF_CHANGES = "SELECT count(*)::int AS n FROM audit_events WHERE action = 'user.profile_update' AND success";

/** Of the changes that were asked for, every acknowledged one has its row, and no other one has two. */
function judgeChanges(answers, rows) {
  const asked = answers.filter(({ path }) => path === CHANGE);
  const acknowledged = asked.filter(({ status }) => status === 200).length;
  must(acknowledged <= rows && rows <= asked.length, `${acknowledged} of ${asked.length} changes were acknowledged, and ${rows} have a row`);
}

async function outage({ proxy, instance, token, sql, seconds }, { mode, delayMs, msMax, allowed }) {
  const pid = instance.pid;
  const rowsOfChanges = async () => (await sql(ROWS_OF_CHANGES))[0].n;
  const rowsBefore = await rowsOfChanges();
  await proxy.set(mode, delayMs);
  const answers = await askOn(instance.url, token, performance.now() + seconds * 1000);
  // What was answered 503 may still be on its way through a slow connection.
  await sleep(1000);
  judgeChanges(answers, (await rowsOfChanges()) - rowsBefore);
  await proxy.set("pass");
  const recovered = await recovery(instance.url, token);
  const statuses = {};
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
  const slowest = answers.reduce((a, b) => (a.ms > b.ms ? a : b));
  const figures = `${answers.length} answers: ${Object.entries(statuses).map(([status, n]) => `${status}: ${n}`).join(", ")}; slowest ${(slowest.ms / 1000).toFixed(2)} s (${slowest.path}), recovered in ${(recovered / 1000).toFixed(2)} s`;
  const wrong = answers.filter(({ status, retryAfter }) => !allowed.includes(status) || (status === 503 && !/^\d+$/.test(retryAfter ?? "")));
  must(wrong.length === 0, `${wrong.length} wrong answers, first ${JSON.stringify(wrong[0])}; ${figures}`);
  const late = answers.filter(({ ms }) => ms > msMax + SLACK_MS);
  must(late.length === 0, `${late.length} answers after more than ${msMax} ms (+ ${SLACK_MS}), ${figures}`);
  must(recovered <= RECOVERY_MS_MAX, `recovery took too long; ${figures}`);
  must(instance.isAlive() && instance.pid === pid, "the server is another one");
  return { trials: answers.length, note: `${seconds} s, ${figures}, without a restart; at most ${msMax / 1000} s allowed` };
}

/** @param {{ seconds: number }} options how long each outage lasts */
export async function proveOutages(proof, { seconds }) {
  enableTypeScript();
  const { startStallingProxy } = await import("../../tests/tools/stalling-proxy.ts");
  let proxy;
  const through = async (databaseUrl) => {
    const { hostname, port } = new URL(databaseUrl);
    proxy = await startStallingProxy({ host: hostname, port: Number(port) });
    return proxy.through(databaseUrl);
  };
  const servers = await openServers({ through });
  const [instance] = servers.instances;
  try {
    for (const kind of MODES) {
      await proof.group("database", async (step) => {
        await proxy.set("pass");
        const token = (await tokensOf(instance.url, "admin@example.com", "Admin123!")).access_token;
        await recovery(instance.url, token);
        await step(kind.title, () => outage({ proxy, instance, token, sql: servers.sql, seconds }, kind));
      });
    }
  } finally {
    await proxy.set("pass");
    await servers.end();
    await proxy.close();
  }
}
