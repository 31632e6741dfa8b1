/**
 * `npm start`: the production build. With `GATEHOUSE_EMBEDDED=1` it is a demonstration on loopback that brings its own
 * database; otherwise it checks what is configured and refuses, never listening, with one sentence per fault.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { announcement } from "./launch/announce.mjs";
import { configurationFaults, mailCarrier, refuseIfAny } from "./launch/configuration.mjs";
import { databaseFaults } from "./launch/database-faults.mjs";
import { openDemoProviders } from "./launch/demo-providers.mjs";
import { openEmbeddedDatabase } from "./launch/embedded-database.mjs";
import { claimPort } from "./launch/pick-port.mjs";
import { prepareDatabase } from "./launch/prepare-database.mjs";
import { loopbackEnvironment, prepare, runServer } from "./launch/run-server.mjs";
import { useOwnSecrets } from "./launch/secrets.mjs";
import { dataDirectory, loadEnvFiles, refuse, repositoryRoot } from "./launch/settings.mjs";

const standalone = path.join(repositoryRoot, ".next/standalone");
const server = path.join(standalone, "server.js");
/** Next then leaves SIGTERM to the server's own orderly end (lib/http/end-server.ts). */
const ownSignals = { NEXT_MANUAL_SIG_HANDLE: "1" };

function buildFaults() {
  const markFile = path.join(standalone, "gatehouse-build.json");
  if (!existsSync(server) || !existsSync(markFile)) return ["There is no production build here: run npm run build."];
  const { isTestBuild } = JSON.parse(readFileSync(markFile, "utf8"));
  return isTestBuild ? ["This is a test build, whose clock can be moved: run npm run build for one that may serve."] : [];
}

async function startEmbedded() {
  refuseIfAny(buildFaults());
  await claimPort();
  useOwnSecrets(dataDirectory());
  refuseIfAny(await configurationFaults({ bringsDatabase: true }));
  const database = await openEmbeddedDatabase(dataDirectory());
  process.env.DATABASE_URL = database.url;
  const providers = await openDemoProviders(process.env.APP_URL);
  await prepare(database.stop, async () => {
    const { hasDemoPeople } = await prepareDatabase(database.url, { mayLoadDemo: true });
    const place = `PostgreSQL in ${dataDirectory()}`;
    console.log(announcement({ address: process.env.APP_URL, database: place, hasDemoPeople, mailCarrier: await mailCarrier(), hasDemoProviders: providers.isRunning }));
  });
  runServer([server], { ...loopbackEnvironment(), ...ownSignals }, async () => {
    await providers.close();
    await database.stop();
  });
}

async function startConfigured() {
  const url = process.env.DATABASE_URL;
  const faults = await configurationFaults();
  const { env } = await import("../lib/env.ts");
  if (url) faults.push(...(await databaseFaults(url, env)));
  refuseIfAny([...faults, ...buildFaults()]);
  await claimPort();
  // Platforms set HOSTNAME to the machine's own name, which Next would bind to alone.
  runServer([server], { HOSTNAME: "0.0.0.0", ...ownSignals }, async () => undefined);
}

async function start() {
  loadEnvFiles();
  process.env.NODE_ENV = "production";
  process.env.GATEHOUSE_DATA_DIR = dataDirectory();
  // A server that somebody configured is never served with the demonstration's exemptions.
  if (process.env.DATABASE_URL) delete process.env.GATEHOUSE_EMBEDDED;
  await (process.env.GATEHOUSE_EMBEDDED === "1" ? startEmbedded() : startConfigured());
}

await start().catch(refuse);
