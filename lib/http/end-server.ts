import { closeDatabase } from "@/lib/db";
import { log } from "@/lib/log";
import { stopJobTimer } from "@/lib/outbox/run-due-jobs";
import { drainServers } from "./drain";

/** Docker and Kubernetes kill after 10 and 30 seconds unless told otherwise; docker-compose.yml grants 30. */
const PATIENCE_MS = 25_000;

let isEnding = false;

async function end(signal: string): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  log.info("server.stopping", { signal });
  const isDrained = await drainServers(PATIENCE_MS);
  await stopJobTimer();
  await closeDatabase().catch((error: unknown) => log.warn("database.close_failed", { error }));
  log.info("server.stopped", { requests_cut_off: !isDrained });
  process.exit(isDrained ? 0 : 1);
}

/**
 * On SIGTERM and SIGINT: stops accepting, answers what is in flight, ends jobs and pool, exits 0. Where Next listens to
 * the signals itself (a server started by hand), it does the first two and exits 143.
 */
export function endOnSignal(): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void end(signal));
}
