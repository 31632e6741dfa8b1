/** Sends generated requests to one server and judges every answer; what it cost in time and memory comes back as figures. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { repositoryRoot } from "../launch/settings.mjs";
import { call, must, seededRandom, tokensOf } from "./proof-servers.mjs";
import { changedTables, digestOf, rowsOf } from "./requests-database.mjs";
import { brokenTokens, requestGenerator } from "./requests-generate.mjs";
import { residentMemory } from "./requests-memory.mjs";
import { RawConnection } from "./requests-wire.mjs";

const SEED = 1_618_033;
export const PLACES = 6;
/** Memory is read after each of these parts. */
const PARTS = 9;
const WARM_UP_MAX = 2000;

const contracts = (name) => JSON.parse(readFileSync(path.join(repositoryRoot, "contracts", name), "utf8"));

const endpoints = Object.entries(contracts("openapi.json").paths).flatMap(([pattern, methods]) =>
  Object.entries(methods).filter(([, operation]) => !operation["x-handler"]).map(([method, operation]) => ({
    path: pattern,
    method: method.toUpperCase(),
    fields: Object.keys(operation.requestBody?.content?.["application/json"]?.schema?.properties ?? {}),
  })),
);
const NOBODY = "0190f6a8-0000-7000-8000-000000000000";
const pages = contracts("edge-policy.json").filter(({ kind }) => kind === "page").map(({ pattern }) => pattern.replaceAll(/\[[^\]]+\]/g, NOBODY));

/** Of numbers in any order. */
const percentile = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? 0;

/** Kinds that leave it open where the request ends. */
const ALONE = new Set(["line", "framing"]);

/** What is wrong with an answer; undefined: nothing. */
function faultOf({ kind, path: asked, method }, { status, head, body }) {
  if (status === -1) return "no answer within 10 s";
  // Whoever speaks no HTTP may be cut off; everybody else is owed an answer.
  if (status === 0) return ALONE.has(kind) ? undefined : "cut without an answer";
  if (status >= 500) return `status ${status}: ${body.slice(0, 200)}`;
  const isApi = /^\/api(?:[/?]|$)/.test(asked);
  if (!isApi || status < 400 || method === "HEAD") return undefined;
  if (!head.includes("content-type: application/json")) return `status ${status} under /api is no JSON`;
  const answer = JSON.parse(Buffer.from(body, "latin1").toString("utf8"));
  const hasShape = typeof answer.error === "string" && /^[A-Z_]+$/.test(answer.code) && typeof answer.request_id === "string";
  return hasShape ? undefined : `status ${status} with another shape: ${body.slice(0, 200)}`;
}

const newTally = () => ({ count: 0, times: {}, statuses: {}, faults: [], highest: 0 });

/** Adds the answers to `count` requests to the tally. */
async function bombard({ port, pid }, count, generate, tally) {
  let sent = 0;
  await Promise.all(
    Array.from({ length: PLACES }, async () => {
      const connection = new RawConnection(port);
      while (sent < count) {
        sent += 1;
        const request = generate();
        const begun = performance.now();
        const answer = await connection.send(request.bytes, { isHead: request.method === "HEAD", isAlone: ALONE.has(request.kind) });
        (tally.times[request.kind] ??= []).push(performance.now() - begun);
        tally.statuses[answer.status] = (tally.statuses[answer.status] ?? 0) + 1;
        const fault = faultOf(request, answer);
        if (fault) tally.faults.push(`${request.kind}: ${fault}; asked: ${JSON.stringify(request.bytes.subarray(0, 160).toString("latin1"))}`);
        tally.count += 1;
        if (tally.count % 200 === 0) tally.highest = Math.max(tally.highest, residentMemory(pid));
      }
      connection.close();
    }),
  );
  return tally;
}

/** A generator that knows this server's tokens. */
async function generatorFor({ url }, appPort) {
  const admin = await tokensOf(url, "admin@example.com", "Admin123!");
  const auditor = await tokensOf(url, "auditor@example.com", "Auditor123!");
  const broken = brokenTokens(admin.access_token, auditor.refresh_token);
  const generate = requestGenerator({ endpoints, pages, good: admin.access_token, broken, refreshToken: auditor.refresh_token, host: `localhost:${appPort}`, random: seededRandom(SEED) });
  return { generate, token: admin.access_token };
}

/** @returns {(times: Record<string, number[]>) => { p99: number, text: string }} over all kinds, and of each */
function timing(times) {
  const all = Object.values(times).flat();
  const p99 = percentile(all, 0.99);
  const kinds = Object.entries(times).map(([kind, of]) => ({ kind, p99: percentile(of, 0.99) })).sort((a, b) => b.p99 - a.p99);
  return { p99, text: `p50 ${percentile(all, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(0)} ms (by kind: ${kinds.map((of) => `${of.kind} ${of.p99.toFixed(0)}`).join(", ")}), slowest ${(percentile(all, 1) / 1000).toFixed(2)} s; ${PLACES} in flight` };
}

/**
 * @param {{ instance: { url: string, port: number, pid: number, isAlive(): boolean }, sql: Function, count: number, readMemory: (pid: number) => Promise<object> }} target
 * @returns the number of requests, a note about their answers, times, and the memory read along the way
 * @throws Error at an answer that is wrong, a change in the database, or a dead server
 */
export async function attack({ instance, sql, count, readMemory }) {
  const { generate, token } = await generatorFor(instance, instance.port);
  // The first requests load what the build holds; memory is compared from there.
  await bombard(instance, Math.min(WARM_UP_MAX, Math.ceil(count / 10)), generate, newTally());
  const before = await digestOf(sql);
  const people = new Set(await rowsOf(sql, "users"));
  const tally = newTally();
  const readings = [];
  for (let part = 1; part <= PARTS; part += 1) {
    await bombard(instance, Math.round((count * part) / PARTS) - tally.count, generate, tally);
    must(instance.isAlive(), `the server is gone after ${tally.count} requests`);
    readings.push(await readMemory(instance.pid));
  }
  const { faults, statuses, times, highest } = tally;
  must(faults.length === 0, `${faults.length} of ${count}: ${[...new Set(faults)].slice(0, 8).join(" ‖ ")}`);
  const changed = changedTables(before, await digestOf(sql));
  const changedPeople = (await rowsOf(sql, "users")).filter((row) => !people.has(row));
  must(changed.length === 0, `changed: ${changed.join(", ")}; people: ${changedPeople.slice(0, 2).join(" ")}`);
  must((await call(instance.url, "/api/auth/me", { token })).status === 200, "the token that was sent along no longer works");
  const counted = (of) => Object.entries(of).map(([name, n]) => `${name}: ${n}`).join(", ");
  const kinds = Object.fromEntries(Object.entries(times).map(([kind, { length }]) => [kind, length]));
  const note = `0 answers of 5xx, 0 in another shape under /api, 0 tables changed. Statuses: ${counted(statuses)} (0: a connection that spoke no HTTP, cut). Kinds: ${counted(kinds)}. Seed ${SEED}`;
  return { trials: tally.count, note, readings, highest, timing: timing(times) };
}
