/**
 * `npm run dev`: a running application with a database, a mailbox and demonstration people, from Node alone.
 * `DATABASE_URL` puts another PostgreSQL in the place of the embedded one.
 */
import { createRequire } from "node:module";
import path from "node:path";
import { announcement } from "./launch/announce.mjs";
import { configurationFaults, mailCarrier, refuseIfAny } from "./launch/configuration.mjs";
import { openDemoProviders } from "./launch/demo-providers.mjs";
import { openEmbeddedDatabase } from "./launch/embedded-database.mjs";
import { claimPort } from "./launch/pick-port.mjs";
import { prepareDatabase } from "./launch/prepare-database.mjs";
import { loopbackEnvironment, prepare, runServer } from "./launch/run-server.mjs";
import { useOwnSecrets } from "./launch/secrets.mjs";
import { dataDirectory, loadEnvFiles, refuse } from "./launch/settings.mjs";

async function openDatabase() {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, label: "DATABASE_URL", stop: async () => undefined };
  const database = await openEmbeddedDatabase(dataDirectory());
  process.env.DATABASE_URL = database.url;
  process.env.GATEHOUSE_EMBEDDED = "1";
  return { ...database, label: `PostgreSQL in ${path.relative(process.cwd(), dataDirectory()) || "."}` };
}

async function start() {
  loadEnvFiles();
  process.env.NODE_ENV = "development";
  process.env.NEXT_TELEMETRY_DISABLED ??= "1";
  process.env.GATEHOUSE_DATA_DIR = dataDirectory();
  await claimPort();
  useOwnSecrets(dataDirectory());
  refuseIfAny(await configurationFaults({ bringsDatabase: true }));
  const database = await openDatabase();
  const providers = await openDemoProviders(process.env.APP_URL);
  await prepare(database.stop, async () => {
    const { hasDemoPeople } = await prepareDatabase(database.url, { mayLoadDemo: true });
    console.log(announcement({ address: process.env.APP_URL, database: database.label, hasDemoPeople, mailCarrier: await mailCarrier(), hasDemoProviders: providers.isRunning }));
  });
  const next = path.join(path.dirname(createRequire(import.meta.url).resolve("next/package.json")), "dist/bin/next");
  runServer([next, "dev", "--hostname", "localhost", "--port", process.env.PORT], loopbackEnvironment(), async () => {
    await providers.close();
    await database.stop();
  });
}

await start().catch(refuse);
