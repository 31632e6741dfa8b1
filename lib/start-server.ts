/** What a server process does once before its first request: refuses a bad configuration, guards, warms, runs jobs. */
import { databaseFaults } from "@/lib/boot-database";
import { bootFaults, env } from "@/lib/env";
import { endOnSignal } from "@/lib/http/end-server";
import { installRequestGuard } from "@/lib/http/request-guard";
import { requestScope } from "@/lib/http/request-scope";
import { log } from "@/lib/log";
import { watchEventLoop } from "@/lib/metrics/runtime";
import { addPeriodicJobs, startJobTimer } from "@/lib/outbox/run-due-jobs";
import { periodicJobs } from "@/lib/periodic-jobs";
import { warmPasswords } from "@/lib/session/password";

/** Ends the process, before it listens, where the configuration may not serve: one sentence per fault. */
export async function startServer(): Promise<void> {
  refuseIfAny(bootFaults());
  // A platform's functions start many times a minute; there the build has asked.
  if (env.isProduction && !env.isEmbedded && !env.isVercel) refuseIfAny(await databaseFaults());
  if (env.insecureLegacyTokenRedirect) log.warn("provider.tokens_in_addresses", { effect: "INSECURE_LEGACY_TOKEN_REDIRECT=true puts tokens into the addresses that sign-ins lead to; production refuses it" });
  void warmPasswords();
  // No server of ours there: the platform names the client, and its cron calls /api/cron.
  if (env.isVercel) return;
  installRequestGuard();
  addPeriodicJobs(periodicJobs);
  startJobTimer();
  if (env.handlesSignals) endOnSignal();
  if (env.metricsToken) watchEventLoop();
}

function refuseIfAny(faults: readonly string[]): void {
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exit(1);
}

export function logRequestError(error: unknown, { path, method }: { path: string; method: string }): void {
  log.error("page.failed", { requestId: requestScope()?.requestId, method, path: path.split("?")[0], error });
}
