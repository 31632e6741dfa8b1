/** `npm run db:studio`: Prisma Studio on the database, in the browser. Its own page loads parts from the network. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { openEmbeddedDatabase } from "./launch/embedded-database.mjs";
import { dataDirectory, loadEnvFiles, refuse, repositoryRoot } from "./launch/settings.mjs";

async function start() {
  loadEnvFiles();
  const database = process.env.DATABASE_URL ? { url: process.env.DATABASE_URL, stop: async () => undefined } : await openEmbeddedDatabase(dataDirectory());
  const require = createRequire(import.meta.url);
  const cli = path.join(path.dirname(require.resolve("prisma/package.json")), "build/index.js");
  const studio = spawn(process.execPath, [cli, "studio", ...process.argv.slice(2)], {
    cwd: repositoryRoot,
    stdio: "inherit",
    env: { ...process.env, DATABASE_URL: database.url, PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY || process.execPath },
  });
  // The signal of the terminal reaches Studio as well; we stay to stop the database.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => studio.kill(signal));
  studio.once("exit", async (code) => {
    await database.stop();
    process.exit(code ?? 0);
  });
}

await start().catch(refuse);
