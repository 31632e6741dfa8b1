/** What four sign-ins in flight do to somebody who only reads. */
import { startBenchServer } from "../bench-server.mjs";
import { round, startGenerator } from "../load.mjs";
import { median } from "../statistics.mjs";
import { bearer, signIn } from "../sign-in.mjs";
import { everybody, loginRequest } from "./logins.mjs";

const LOGINS_IN_FLIGHT = 4;
/** A pace that leaves an idle machine idle: 100 requests a second. */
const EVERY_MS = 10;

async function measure(server, generator, time) {
  const reader = { connections: 1, everyMs: EVERY_MS, seconds: time.seconds, request: { path: "/api/auth/check-auth", headers: bearer(await signIn(server, 4)) } };
  const crowd = startGenerator();
  const rounds = { idle: [], crowded: [] };
  try {
    await round(generator, server, { ...reader, seconds: 2 });
    for (let index = 0; index < time.rounds; index += 1) {
      rounds.idle.push(await round(generator, server, reader));
      const logins = crowd.run({ port: server.port, connections: LOGINS_IN_FLIGHT, seconds: time.seconds + 0.6, request: loginRequest, people: everybody });
      await new Promise((resolve) => setTimeout(resolve, 300));
      rounds.crowded.push(await round(generator, server, reader));
      const { unexpected } = await logins;
      if (Object.keys(unexpected).length > 0) throw new Error(`sign-in answered ${JSON.stringify(unexpected)}`);
    }
  } finally {
    crowd.close();
  }
  return rounds;
}

const p99Of = (rounds) => median(rounds.map(({ p99 }) => p99));

export async function crowded({ generator, server, databaseUrl, time }) {
  const native = await measure(server, generator, time);
  const js = await startBenchServer({ databaseUrl, env: { PASSWORD_HASHER: "js" } });
  const fallback = await measure(js, generator, time).finally(js.stop);
  const growth = p99Of(native.crowded) / p99Of(native.idle);
  const jsGrowth = p99Of(fallback.crowded) / p99Of(fallback.idle);
  return {
    title: "Four sign-ins in flight",
    note: `The latency of \`check-auth\` at a steady ${1000 / EVERY_MS} requests a second, alone and while four sign-ins are always under way; lateness counts. *Fallback* is a server with \`PASSWORD_HASHER=js\`.`,
    base: "idle",
    rounds: { idle: native.idle, "with four sign-ins": native.crowded, "idle (fallback)": fallback.idle, "with four sign-ins (fallback)": fallback.crowded },
    counts: {},
    goals: [
      { goal: "p99 ≤ 2.5 × idle", measured: `${growth.toFixed(2)} ×`, isMet: growth <= 2.5 },
      { goal: "p99 < 25 ms", measured: `${p99Of(native.crowded).toFixed(1)} ms`, isMet: p99Of(native.crowded) < 25 },
      { goal: "p99 with the bcryptjs fallback ≤ 4 × idle", measured: `${jsGrowth.toFixed(2)} ×`, isMet: jsGrowth <= 4 },
    ],
  };
}
