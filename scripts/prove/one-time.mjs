/**
 * `npm run prove one-time`: everything that works once, used 64 times at the same moment at two instances on one database.
 *
 *   --rounds=N   so many of each kind
 *   --only=text  the kinds whose title has it
 */
import { enableTypeScript } from "../launch/typescript.mjs";
import { must, openServers } from "./proof-servers.mjs";
import { startProof } from "./start-proof.mjs";

const AT_ONCE = 64;
const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const rounds = Number(option("rounds") ?? 200);

const proof = startProof("one-time");
const servers = await openServers({ count: 2 });

/** The factories of the tests write into the servers' database, with their secret and address. */
async function joinServers() {
  Object.assign(process.env, { DATABASE_URL: servers.databaseUrl, APP_URL: servers.instances[0].url, GATEHOUSE_EMBEDDED: "1" });
  enableTypeScript();
  const { closeDatabase } = await import("../../lib/db.ts");
  // The seed has read it for another database.
  (await import("../../lib/env.ts")).forgetEnv();
  const { Lines, races } = await import("./one-time-race.ts");
  const { kinds } = await import("./one-time-kinds.ts");
  return { lines: new Lines(), races, kinds, closeDatabase };
}

try {
  await proof.group("one-time", async (step) => {
    const { lines, races, kinds, closeDatabase } = await joinServers();
    const world = { urls: servers.instances.map(({ url }) => url), atOnce: AT_ONCE, ask: lines.ask };
    const chosen = kinds.filter(({ title }) => title.includes(option("only") ?? ""));
    must(chosen.length > 0, "there is no such kind");
    try {
      for (const kind of chosen) await step(`${kind.title}: ${AT_ONCE} at once × ${rounds} rounds`, async () => told(await races(kind, world, rounds)));
    } finally {
      lines.close();
      await closeDatabase();
    }
  });
} finally {
  await servers.end();
}
proof.finish();

function told({ told: answers, lost }) {
  const again = lost > 0 ? `; ${lost} rounds more, in which an instance was too busy (503), and none had two winners` : "";
  return { trials: rounds * AT_ONCE, note: `one winner and one success in the trail each; the others: ${answers.join(", ")}${again}` };
}
