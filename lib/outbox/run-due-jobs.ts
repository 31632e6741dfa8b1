import { sealWhenDue } from "../audit/seal-pending";
import { now } from "../clock";
import { log } from "../log";
import { type DeliveryCount, deliverOutbox } from "./deliver-outbox";
import { pruneExpired } from "./prune";

const PRUNE_EVERY_MS = 10 * 60_000;
const INTERVAL_MS = 2000;

/** What a feature does from time to time, so often that nobody waits for it, and in pieces that are done again after a crash. */
export interface PeriodicJob {
  name: string;
  everyMs: number;
  /** @returns how much there was to do */
  run: () => Promise<number>;
}

interface JobTimer {
  interval: NodeJS.Timeout;
  /** The run in progress: a second one never starts beside it. */
  running: Promise<void> | null;
  /** Asked for during a run: what was committed after that run's claim must not wait for the next tick. */
  again: boolean;
  isFailing: boolean;
}

// On globalThis, because the instrumentation and each route have their own copy of this module.
const shared = globalThis as typeof globalThis & {
  gatehouseJobTimer?: JobTimer;
  gatehousePrunedAtMs?: number;
  gatehousePeriodicJobs?: Map<string, { job: PeriodicJob; ranAtMs?: number }>;
};

/** By whoever starts the runs: nothing here knows a feature. A second time changes nothing. */
export function addPeriodicJobs(jobs: readonly PeriodicJob[]): void {
  const known = (shared.gatehousePeriodicJobs ??= new Map());
  for (const job of jobs) known.set(job.name, { ...known.get(job.name), job });
}

async function runPeriodicJobs(): Promise<void> {
  for (const entry of shared.gatehousePeriodicJobs?.values() ?? []) {
    const current = now().getTime();
    if (entry.ranAtMs !== undefined && current - entry.ranAtMs < entry.job.everyMs) continue;
    entry.ranAtMs = current;
    const count = await entry.job.run();
    if (count > 0) log.info("jobs.done", { job: entry.job.name, count });
  }
}

async function pruneWhenDue(): Promise<void> {
  const current = now().getTime();
  if (shared.gatehousePrunedAtMs !== undefined && current - shared.gatehousePrunedAtMs < PRUNE_EVERY_MS) return;
  shared.gatehousePrunedAtMs = current;
  const pruned = await pruneExpired();
  if (Object.keys(pruned).length > 0) log.info("jobs.pruned", { rows: pruned });
}

/**
 * Everything that is due: delivery of the outbox, seals of the audit trail, pruning every ten minutes, and what features
 * do from time to time. Called by the timer of a server
 * and by the cron endpoint where there is none. Throws when the database cannot be asked.
 */
export async function runDueJobs(): Promise<DeliveryCount> {
  const count = await deliverOutbox();
  await sealWhenDue();
  await pruneWhenDue();
  await runPeriodicJobs();
  return count;
}

async function runLogged(timer: JobTimer): Promise<void> {
  try {
    await runDueJobs();
    if (timer.isFailing) log.info("jobs.recovered");
    timer.isFailing = false;
  } catch (error) {
    // Once per outage: a line every two seconds would bury the cause.
    if (!timer.isFailing) log.error("jobs.failed", { error });
    timer.isFailing = true;
  }
}

async function runUntilQuiet(timer: JobTimer): Promise<void> {
  do {
    timer.again = false;
    await runLogged(timer);
  } while (timer.again && shared.gatehouseJobTimer === timer);
  timer.running = null;
}

function run(timer: JobTimer): void {
  timer.running ??= runUntilQuiet(timer);
}

/** Runs the due jobs at once instead of at the next tick; call it after a commit. Does nothing where no timer runs. */
export function kick(): void {
  const timer = shared.gatehouseJobTimer;
  if (!timer) return;
  timer.again = timer.running !== null;
  run(timer);
}

/** Ends the timer and waits for the run in progress, so that no claimed mail is left to its lease. */
export async function stopJobTimer(): Promise<void> {
  const timer = shared.gatehouseJobTimer;
  if (!timer) return;
  shared.gatehouseJobTimer = undefined;
  clearInterval(timer.interval);
  await timer.running;
}

/**
 * Runs the due jobs every two seconds until SIGTERM or `stopJobTimer()`. A second call changes nothing. The timer
 * does not keep the process alive.
 */
export function startJobTimer(): void {
  if (shared.gatehouseJobTimer) return;
  const interval = setInterval(() => run(timer), INTERVAL_MS);
  const timer: JobTimer = { interval, running: null, again: false, isFailing: false };
  interval.unref();
  shared.gatehouseJobTimer = timer;
  process.once("SIGTERM", () => void stopJobTimer());
  run(timer);
}
