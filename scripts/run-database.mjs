/** `npm run db:start`: keeps the embedded database running in this terminal and prints its address. */
import { openEmbeddedDatabase } from "./launch/embedded-database.mjs";
import { dataDirectory, loadEnvFiles, refuse } from "./launch/settings.mjs";

loadEnvFiles();
try {
  const database = await openEmbeddedDatabase(dataDirectory());
  console.log(`DATABASE_URL=${database.url}`);
  const idle = setInterval(() => undefined, 60_000);
  const end = async () => {
    clearInterval(idle);
    await database.stop();
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
} catch (error) {
  refuse(error);
}
