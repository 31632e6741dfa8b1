import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import type { Reading } from "./registry";

/** How often the loop is asked; a sample is late by what it exceeds this. */
const RESOLUTION_MS = 20;

// On globalThis, because the framework bundles this module more than once in a process.
const shared = globalThis as typeof globalThis & { gatehouseLoopDelay?: IntervalHistogram };

/** Begins to watch the event loop. Costs a timer, so only a server that is scraped does it. */
export function watchEventLoop(): IntervalHistogram {
  if (!shared.gatehouseLoopDelay) {
    shared.gatehouseLoopDelay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    shared.gatehouseLoopDelay.enable();
  }
  return shared.gatehouseLoopDelay;
}

const lateSeconds = (nanoseconds: number) => (Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000) : 0);

/** How late the event loop was since the last call. */
function eventLoopReadings(): Reading[] {
  const delay = watchEventLoop();
  const readings: Reading[] = [
    { name: "nodejs_eventloop_lag_mean_seconds", help: "Mean lateness of the event loop since the last scrape.", values: [{ value: lateSeconds(delay.mean) }] },
    { name: "nodejs_eventloop_lag_p99_seconds", help: "99th percentile of the event loop's lateness since the last scrape.", values: [{ value: lateSeconds(delay.percentile(99)) }] },
    { name: "nodejs_eventloop_lag_max_seconds", help: "Greatest lateness of the event loop since the last scrape.", values: [{ value: lateSeconds(delay.max) }] },
  ];
  delay.reset();
  return readings;
}

/** The process's own figures, under the names of Prometheus's client libraries. */
export function runtimeReadings(): Reading[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return [
    ...eventLoopReadings(),
    { name: "process_cpu_seconds_total", help: "CPU seconds of this process.", type: "counter", values: [{ value: (user + system) / 1e6 }] },
    { name: "process_resident_memory_bytes", help: "Resident memory of this process.", values: [{ value: rss }] },
    { name: "nodejs_heap_size_used_bytes", help: "JavaScript heap in use.", values: [{ value: heapUsed }] },
    { name: "process_start_time_seconds", help: "Start of this process, Unix time.", values: [{ value: Math.round(Date.now() / 1000 - process.uptime()) }] },
  ];
}
