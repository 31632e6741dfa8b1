/** How many SQL statements a request costs, counted on the wire by a server behind the counting proxy. */
import { setTimeout as sleep } from "node:timers/promises";
import { startBenchServer } from "./bench-server.mjs";
import { isBackground, isControl, isWrite, startCountingProxy } from "./counting-proxy.mjs";
import { ask } from "./http-connection.mjs";

const WARM_UPS = 2;
const REQUESTS = 5;
/** What a request leaves to be done after its answer (session touch, outbox) is done by then. Milliseconds. */
const SETTLE_MS = 250;

/** Limits count, as they do in service, but at figures that the bench does not reach. */
const WITH_LIMITS = { RATE_LIMIT_ENABLED: "true", RATE_LIMIT_LOGIN: "10000/60s", RATE_LIMIT_RESET: "10000/60s", LOGIN_MAX_ATTEMPTS: "1000" };

/**
 * @typedef {{ statements: number, writes: number, transactions: number, names: string[], seen: { text: string, values: unknown[] }[] }} Count
 *   per request; BEGIN and COMMIT are no statements, mail and pruning in the background are nobody's
 */

/** @returns {Promise<{ port: number, count(request: object | ((n: number) => object), expect?: number): Promise<Count>, stop(): Promise<void> }>} */
export async function startCountingServer(databaseUrl) {
  const proxy = await startCountingProxy(databaseUrl);
  const server = await startBenchServer({ databaseUrl: proxy.url, env: WITH_LIMITS });
  const make = (request, n) => (typeof request === "function" ? request(n) : request);
  const once = async (request, n, expect) => {
    const { status, body } = await ask(server.port, make(request, n));
    if (status !== expect) throw new Error(`${make(request, n).path} answered ${status}: ${JSON.stringify(body)}`);
  };
  return {
    port: server.port,
    async count(request, expect = 200) {
      for (let n = 0; n < WARM_UPS; n += 1) await once(request, n, expect);
      await sleep(SETTLE_MS);
      proxy.take();
      for (let n = 0; n < REQUESTS; n += 1) await once(request, WARM_UPS + n, expect);
      await sleep(SETTLE_MS);
      const all = proxy.take();
      const seen = all.filter(({ text }) => !isControl(text) && !isBackground(text));
      return {
        statements: seen.length / REQUESTS,
        writes: seen.filter(({ text }) => isWrite(text)).length / REQUESTS,
        transactions: all.filter(({ text }) => /^\s*BEGIN/i.test(text)).length / REQUESTS,
        names: [...new Set(seen.map(({ name, text }) => name || firstWords(text)))],
        seen,
      };
    },
    async stop() {
      await server.stop();
      proxy.close();
    },
  };
}

const firstWords = (text) => text.trim().replace(/\s+/g, " ").slice(0, 40);
