/** Load on a server, and what it cost: one or more generator processes, and the server's CPU around them. */
import { fork } from "node:child_process";
import path from "node:path";
import { ask } from "./http-connection.mjs";

const FILE = path.join(import.meta.dirname, "load-process.mjs");

/** @returns {{ run(job: object): Promise<object>, close(): void }} one generator process, used again for each round */
export function startGenerator() {
  const child = fork(FILE, { execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] });
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        const onExit = () => reject(new Error("the load process ended"));
        child.once("exit", onExit);
        child.once("message", ({ result, error }) => {
          child.off("exit", onExit);
          if (error) reject(new Error(`${job.request.path}: ${error}`));
          else resolve(result);
        });
        child.send(job);
      }),
    close: () => child.kill(),
  };
}

/** An answer that nobody expected makes every figure of its round a lie. */
function assertExpected({ unexpected }, { path: name }) {
  const [first] = Object.entries(unexpected);
  if (first) throw new Error(`${name} answered ${first[0]}: ${first[1]}`);
}

export async function usageOf(server) {
  const { body } = await ask(server.port, { path: "/api/dev/bench/usage" });
  return body;
}

/**
 * One round.
 *
 * @returns {Promise<import("./statistics.mjs").Figures & { p95: number }>}
 */
export async function round(generator, server, job) {
  const before = await usageOf(server);
  const result = await generator.run({ port: server.port, ...job });
  const after = await usageOf(server);
  assertExpected(result, job.request);
  return { ...result, cpuMicros: (after.cpuMicros - before.cpuMicros) / result.requests };
}

/**
 * Alternating rounds: first the base, then each subject, and again.
 *
 * @template {string} Name
 * @typedef {{ server: { port: number } } & object} Job
 * @param {Record<Name, Job | (() => Promise<Job>)>} jobs the first is warmed like the others; one that uses things up is a
 *   function, which makes it anew for each round
 * @returns {Promise<Record<Name, import("./statistics.mjs").Figures[]>>}
 */
export async function alternate(generator, jobs, { rounds, seconds, warmSeconds = 1 }) {
  const measured = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]));
  const next = Object.fromEntries(Object.entries(jobs).map(([name, { from = 0 }]) => [name, from]));
  const play = async (name, duration) => {
    const { server, from: _from, ...job } = typeof jobs[name] === "function" ? await jobs[name]() : jobs[name];
    const result = await round(generator, server, { first: next[name], seconds: duration, ...job });
    next[name] += result.requests + (job.connections ?? 0);
    return result;
  };
  for (const name of Object.keys(jobs)) await play(name, warmSeconds);
  for (let index = 0; index < rounds; index += 1) {
    for (const name of Object.keys(jobs)) measured[name].push(await play(name, seconds));
  }
  return measured;
}
