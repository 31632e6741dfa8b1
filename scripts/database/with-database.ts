/** Gives a command its database: `DATABASE_URL`, or the embedded one, which it starts or joins. */
import { openEmbeddedDatabase } from "../launch/embedded-database.mjs";
import { useOwnSecrets } from "../launch/secrets.mjs";
import { dataDirectory, loadEnvFiles, refuse } from "../launch/settings.mjs";

export interface GivenDatabase {
  url: string;
  isEmbedded: boolean;
}

/** Runs a command's work, then stops what was started for it. A failure prints its sentence and exits 1. */
export async function withDatabase(work: (database: GivenDatabase) => Promise<void>): Promise<void> {
  loadEnvFiles();
  try {
    const given = process.env.DATABASE_URL;
    if (given) {
      if (process.env.NODE_ENV !== "production" && isLocalDatabase(given)) useOwnSecrets(dataDirectory());
      await work({ url: given, isEmbedded: false });
    } else {
      await withEmbedded(work);
    }
    // The schema engine leaves a timer of ten seconds behind.
    process.exit(0);
  } catch (error) {
    refuse(error);
  }
}

async function withEmbedded(work: (database: GivenDatabase) => Promise<void>): Promise<void> {
  useOwnSecrets(dataDirectory());
  const database = await openEmbeddedDatabase(dataDirectory());
  process.env.DATABASE_URL = database.url;
  try {
    await work({ url: database.url, isEmbedded: true });
  } finally {
    await database.stop();
  }
}

/** True for a server on this machine. Scripts that destroy, and seeds, refuse any other. */
export function isLocalDatabase(url: string): boolean {
  const { hostname, searchParams } = new URL(url);
  const host = searchParams.get("host") ?? hostname;
  return host === "" || host.startsWith("/") || ["localhost", "127.0.0.1", "[::1]", "::1"].includes(host);
}
