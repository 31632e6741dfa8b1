/**
 * The load, in a process of its own: so many connections, each sending its next request when the last one is answered
 * (or, with `everyMs`, at a steady pace, where lateness counts as latency). Started by load.mjs, told what to do by message.
 */
import { filled } from "./filled.mjs";
import { HttpConnection, encodeRequest } from "./http-connection.mjs";
import { percentile } from "./statistics.mjs";

/**
 * `{n}` in a request counts up from `first`, for requests that only work once; other names in braces stand for values
 * of `people`, who take turns. What stays the same is encoded once.
 */
function requestMaker({ request, port, first = 0, people = [{}] }) {
  const host = `localhost:${port}`;
  const text = JSON.stringify(request);
  const requests = people.map((values) => filled(text, values));
  const encoded = text.includes("{n}") ? undefined : requests.map((one) => encodeRequest(JSON.parse(one), host));
  let next = 0;
  return () => {
    const turn = next++;
    if (encoded) return encoded[turn % encoded.length];
    return encodeRequest(JSON.parse(requests[turn % requests.length].replaceAll("{n}", String(first + turn))), host);
  };
}

async function run(job) {
  const { port, connections, seconds, limit = Infinity, expect = 200, everyMs } = job;
  const next = requestMaker(job);
  const latencies = [];
  const unexpected = {};
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  let sent = 0;
  const lane = async (index) => {
    const connection = new HttpConnection(port);
    for (let due = startedAt + index * ((everyMs ?? 0) / connections); performance.now() < endsAt && sent < limit; due += everyMs ?? 0) {
      const wait = everyMs ? due - performance.now() : 0;
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      sent += 1;
      // At a steady pace a request that could not be sent in time has waited, and its wait is latency.
      const from = everyMs ? due : performance.now();
      const { status, body } = await connection.send(next());
      latencies.push(performance.now() - from);
      if (status !== expect) unexpected[status] = body.slice(0, 300);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => lane(index)));
  const elapsed = (performance.now() - startedAt) / 1000;
  const sorted = latencies.sort((a, b) => a - b);
  return { requests: sorted.length, perSecond: sorted.length / elapsed, p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95), p99: percentile(sorted, 0.99), unexpected };
}

process.on("message", (job) => {
  run(job).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: String(error?.message ?? error) }),
  );
});
