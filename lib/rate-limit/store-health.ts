import { log } from "@/lib/log";

/** While the store is away, one request in so long asks it; the others do not wait. */
const PAUSE_MS = 1000;
/** A store that comes and goes is reported once in so long. */
const QUIET_MS = 60_000;

/** Whether a store outside is worth asking; says once per outage that it is not. Times are those of the monotonic clock. */
export class StoreHealth {
  private pausedUntilMs = 0;
  private isDegraded = false;
  private isReported = false;
  private reportedAtMs = -Infinity;

  constructor(private readonly store: string) {}

  /** While degraded, only the first caller of each pause may try. */
  mayTry(): boolean {
    const atMs = performance.now();
    if (atMs < this.pausedUntilMs) return false;
    if (this.isDegraded) this.pausedUntilMs = atMs + PAUSE_MS;
    return true;
  }

  succeeded(): void {
    if (this.isDegraded) this.pausedUntilMs = Math.min(this.pausedUntilMs, performance.now());
    this.isDegraded = false;
    if (this.isReported) log.info("limiter.recovered", { store: this.store });
    this.isReported = false;
  }

  failed(error: unknown): void {
    const atMs = performance.now();
    this.isDegraded = true;
    this.pausedUntilMs = Math.max(this.pausedUntilMs, atMs + PAUSE_MS);
    if (this.isReported || atMs - this.reportedAtMs < QUIET_MS) return;
    this.reportedAtMs = atMs;
    this.isReported = true;
    const reason = error instanceof Error ? error.message : String(error);
    log.warn("limiter.degraded", { store: this.store, effect: "limits are counted in PostgreSQL", reason });
  }
}
