/** `node tests/tools/e2e-server.mjs <name>`: one of E2E_SERVERS with its own seeded database, until SIGTERM or SIGINT. */
import { openDemoProviders } from "../../scripts/launch/demo-providers.mjs";
import { prepareDatabase } from "../../scripts/launch/prepare-database.mjs";
import { E2E_SERVERS } from "./e2e-servers.mjs";
import { joinTestCluster } from "./test-cluster.mjs";
import { startInstances, TEST_SECRET } from "./two-instances.mjs";

const chosen = E2E_SERVERS[process.argv[2] ?? ""];
if (!chosen) throw new Error(`name one of ${Object.keys(E2E_SERVERS).join(", ")}`);

// The seed signs its audit rows with the secret that the server will verify them with.
process.env.AUTH_SECRET = TEST_SECRET;
process.env.BCRYPT_COST = "4";

const cleanUps = [];
let isEnding = false;

async function end(code) {
  if (isEnding) return;
  isEnding = true;
  for (const cleanUp of cleanUps.reverse()) await cleanUp().catch((error) => console.error(error));
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end(0));

try {
  const cluster = await joinTestCluster();
  cleanUps.push(cluster.leave);
  const template = await cluster.template("demo", async (url) => void (await prepareDatabase(url, { mayLoadDemo: true })));
  const databaseUrl = await cluster.createDatabase(template);
  cleanUps.push(() => cluster.dropDatabase(databaseUrl));
  const providers = await openDemoProviders(chosen.url);
  cleanUps.push(providers.close);
  const env = { ...chosen.env, GATEHOUSE_DEMO_PROVIDERS: process.env.GATEHOUSE_DEMO_PROVIDERS };
  const [instance] = await startInstances({ count: 1, databaseUrl, port: chosen.port, build: chosen.build, env });
  cleanUps.push(instance.stop);
  console.log(`${process.argv[2]}: ${instance.url}, log ${instance.logFile}`);
} catch (error) {
  console.error(error);
  await end(1);
}
