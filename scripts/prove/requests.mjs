/**
 * `npm run prove requests [-- --count=1000]`: generated malformed requests, nine tenths of them against the standalone build
 * and one against `next start`: no 5xx, the error shape, nothing changed in the database, bounded time, flat memory.
 */
import os from "node:os";
import pg from "pg";
import { call, must, openDatabase, openServers, UNHURRIED } from "./proof-servers.mjs";
import { attack } from "./requests-attack.mjs";
import { changedTables, digestOf, settledDigestOf } from "./requests-database.mjs";
import { judgeMemory, memoryMeter } from "./requests-memory.mjs";
import { startNext } from "./requests-next-start.mjs";
import { startProof } from "./start-proof.mjs";

const COUNT = Number(process.argv.find((argument) => argument.startsWith("--count="))?.slice(8) ?? 100_000);
const P99_MS_MAX = 250;
/** The good token that goes with some requests outlives the attack. */
const LONG_TOKENS = { ACCESS_TOKEN_TTL_SECONDS: "14400" };

const proof = startProof("requests");

/** The attack, and its time and memory as groups of their own: a busy machine misses the one and says nothing about the others. */
async function attackInSteps(where, options) {
  const alone = (title, work) => proof.group("requests", (step) => step(title, work));
  let result;
  await alone(`malformed requests to ${where}`, async () => (result = await attack(options)));
  if (!result) return;
  const { trials, readings, highest, timing } = result;
  await alone(`${where}: memory is flat`, () => ({ trials, note: judgeMemory(readings, highest) }));
  await alone(`${where}: p99 under ${P99_MS_MAX} ms`, () => ({ trials, note: judgeTime(timing) }));
}

function judgeTime({ p99, text }) {
  must(p99 < P99_MS_MAX, `${text}; load of the machine ${os.loadavg()[0].toFixed(1)} on ${os.availableParallelism()} cores`);
  return text;
}

/** The one 500 that is known: Next itself fails on an undecodable body with the id of an action that exists. */
async function knownException(url) {
  const page = await call(url, "/login", { headers: { accept: "text/html" } });
  const id = /\$ACTION_ID_([0-9a-f]{40,64})/.exec(page.text)?.[1] ?? /"id\\?":\\?"([0-9a-f]{40,64})\\?"/.exec(page.text)?.[1];
  if (!id) return "no action id is to be found in the page";
  const counts = {};
  for (const body of ["{", '["$K1"]', "[]", "\u0000", '[{"a":"$F9"}]', "x".repeat(100)]) {
    const answer = await fetch(`${url}/login`, { method: "POST", body, redirect: "manual", headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8", origin: url } });
    await answer.arrayBuffer();
    counts[answer.status] = (counts[answer.status] ?? 0) + 1;
  }
  return Object.entries(counts).map(([status, n]) => `${status}: ${n}`).join(", ");
}

await proof.group("requests", async (step) => {
  const memory = memoryMeter();
  const servers = await openServers({ env: { ...LONG_TOKENS, ...memory.env } });
  const [instance] = servers.instances;
  try {
    await step("the known exception, counted apart: an undecodable body with a valid action id", async () => {
      const before = await settledDigestOf(servers.sql);
      const note = await knownException(instance.url);
      const changed = changedTables(before, await digestOf(servers.sql));
      must(changed.length === 0, `changed: ${changed.join(", ")}`);
      return { trials: 6, note: `statuses ${note}; 0 tables changed` };
    });
    await attackInSteps("the standalone build", { instance, sql: servers.sql, count: Math.round(COUNT * 0.9), readMemory: memory.read });
  } finally {
    await servers.end();
    await memory.end();
  }
});
await proof.group("requests", async () => {
  const memory = memoryMeter();
  const database = await openDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  const instance = await startNext(database.url, { ...UNHURRIED, ...LONG_TOKENS, ...memory.env });
  try {
    await attackInSteps("next start", { instance, sql: async (text) => (await pool.query(text)).rows, count: Math.round(COUNT * 0.1), readMemory: memory.read });
  } finally {
    await instance.stop();
    await pool.end();
    await database.end();
    await memory.end();
  }
});
proof.finish();
