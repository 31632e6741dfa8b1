/** SIGKILL of the application and of PostgreSQL under write load, on a durable cluster of its own. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { readPostmaster } from "../launch/database-server.mjs";
import { readState } from "../launch/database-state.mjs";
import { openEmbeddedDatabase } from "../launch/embedded-database.mjs";
import { prepareDatabase } from "../launch/prepare-database.mjs";
import { isAlive } from "../launch/processes.mjs";
import { enableTypeScript } from "../launch/typescript.mjs";
import { startInstances } from "../../tests/tools/two-instances.mjs";
import { checkLedger, startLoad } from "./faults-load.mjs";
import { call, endOnce, ensureBuild, makePeople, must, seededRandom, tokensOf, UNHURRIED, useTestSecrets } from "./proof-servers.mjs";

const WRITERS = 4;
const VICTIMS_PER_ROUND = 60;
const READY_MS_MAX = 5000;

async function openDurable() {
  useTestSecrets();
  const home = mkdtempSync(path.join(tmpdir(), "gatehouse-crash-"));
  chmodSync(home, 0o755);
  const database = await openEmbeddedDatabase(home);
  await prepareDatabase(database.url, { mayLoadDemo: true });
  const end = endOnce(async () => {
    await (await openEmbeddedDatabase(home)).stop();
    rmSync(home, { recursive: true, force: true });
  });
  return { home, url: database.url, end };
}

/** One connection per question: the server that answered the last one may be gone. */
const asker = (url) => async (text, values) => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
};

const childrenOf = (pid) =>
  readdirSync("/proc").filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) /, "").split(" ")[1] === String(pid);
    } catch {
      return false;
    }
  });

/** The postmaster and all of its processes at once, as a loss of power would. */
async function killDatabase(home) {
  const { pid } = readPostmaster(readState(home).cluster);
  const all = [pid, ...childrenOf(pid).map(Number)];
  for (const each of all) {
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
  while (all.some(isAlive)) await sleep(10);
}

const isReady = (url) => call(url, "/api/health", { timeoutMs: 3000 }).then(({ status }) => status === 200, () => false);

async function untilReady(url, begun) {
  while (!(await isReady(url))) {
    must(performance.now() - begun < 30_000, "not ready after 30 s");
    await sleep(25);
  }
  return performance.now() - begun;
}

function summary(rounds, unit) {
  const acknowledged = rounds.reduce((sum, round) => sum + round.acknowledged, 0);
  const statuses = {};
  for (const round of rounds) for (const [status, n] of Object.entries(round.statuses)) statuses[status] = (statuses[status] ?? 0) + n;
  const slowest = Math.max(...rounds.map(({ readyMs }) => readyMs));
  must(slowest <= READY_MS_MAX, `ready after ${slowest.toFixed(0)} ms`);
  return {
    trials: rounds.length,
    note: `${rounds.length} × SIGKILL of ${unit} under write load: ${acknowledged.toLocaleString("en")} acknowledged writes, 0 lost, 0 changes without audit row, 0 rows without change; ready within ${(slowest / 1000).toFixed(2)} s. Answers to the load: ${Object.entries(statuses).map(([status, n]) => `${status}: ${n}`).join(", ")}`,
  };
}

/** The product's own verification of its trail: every event's MAC, every seal, their order, nothing missing or added. */
async function verifiedTrail(sql) {
  enableTypeScript();
  const { verifyTrail } = await import("../../lib/audit/verify-trail.ts");
  const { ok, events, seals, first_fault: fault } = await verifyTrail({}, sql);
  must(ok, `the trail does not verify: ${JSON.stringify(fault)}`);
  return { trials: events, note: `${events.toLocaleString("en")} events, ${seals} seals` };
}

export async function proveCrashes(proof, { appRounds, databaseRounds }) {
  await ensureBuild(".next");
  const database = await openDurable();
  const sql = asker(database.url);
  const start = (port) => startInstances({ count: 1, build: ".next", databaseUrl: database.url, port, env: UNHURRIED }).then(([one]) => one);
  let instance;
  endOnce(async () => instance?.kill());
  const random = seededRandom(99);
  const ledger = path.join(database.home, "ledger.jsonl");

  async function round(tag, kill, revive) {
    const admin = (await tokensOf(instance.url, "admin@example.com", "Admin123!")).access_token;
    const people = await makePeople(sql, WRITERS, `${tag}w`);
    const writers = await Promise.all(people.map(async ({ id, username }) => ({ id, token: (await tokensOf(instance.url, username)).access_token })));
    const victims = await makePeople(sql, VICTIMS_PER_ROUND, `${tag}v`);
    const load = startLoad({ url: instance.url, file: ledger, admin, writers, victims, tag });
    await sleep(400 + 800 * random());
    await kill();
    const readyMs = await revive();
    // The load goes on for a moment over what came back.
    await sleep(200);
    await load.stop();
    must(load.acknowledged.length > 0, "the load wrote nothing");
    await checkLedger(sql, load.acknowledged, tag);
    return { acknowledged: load.acknowledged.length, statuses: load.statuses, readyMs };
  }

  try {
    instance = await start();
    await proof.group("crash", async (step) => {
      await step("SIGKILL of the application", async () => {
        const rounds = [];
        for (let n = 0; n < appRounds; n += 1) {
          const { port } = instance;
          const revive = async () => {
            const begun = performance.now();
            instance = await start(port);
            return untilReady(instance.url, begun);
          };
          rounds.push(await round(`app${n}`, () => instance.kill("SIGKILL"), revive));
        }
        return summary(rounds, "the application");
      });
      await step("after it the audit trail verifies", () => verifiedTrail(sql));
    });
    await proof.group("crash", async (step) => {
      await step("SIGKILL of PostgreSQL", async () => {
        const rounds = [];
        for (let n = 0; n < databaseRounds; n += 1) {
          const revive = async () => {
            const begun = performance.now();
            await openEmbeddedDatabase(database.home);
            return untilReady(instance.url, begun);
          };
          rounds.push(await round(`db${n}`, () => killDatabase(database.home), revive));
          must(instance.isAlive(), "the application did not survive its database");
        }
        const result = summary(rounds, "every process of PostgreSQL");
        must(!/\b500: /.test(result.note), result.note);
        return result;
      });
      await step("after it the audit trail verifies", () => verifiedTrail(sql));
    });
  } finally {
    await instance?.stop();
    await database.end();
  }
}
