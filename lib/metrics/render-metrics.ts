import { database } from "@/lib/db";
import { outboxDepth } from "@/lib/outbox/outbox-depth";
import { version } from "@/lib/generated/release";
import { metricLines, type Reading, readingLines } from "./registry";
import { runtimeReadings } from "./runtime";

export const METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

function poolReading(): Reading {
  const { totalCount, idleCount, waitingCount } = database().pool;
  return {
    name: "gatehouse_pool_connections",
    help: "Connections of this process: open, open and idle, and queries waiting for one.",
    values: [
      { labels: { state: "total" }, value: totalCount },
      { labels: { state: "idle" }, value: idleCount },
      { labels: { state: "waiting" }, value: waitingCount },
    ],
  };
}

/** A scrape must tell that the database is away, so it answers without it. */
async function outboxReadings(): Promise<Reading[]> {
  const up = (value: number): Reading => ({ name: "gatehouse_database_up", help: "1 where the database answered this scrape.", values: [{ value }] });
  try {
    const { pending, failed, lateSeconds } = await outboxDepth();
    return [
      up(1),
      { name: "gatehouse_outbox_messages", help: "Messages in the outbox.", values: [{ labels: { status: "pending" }, value: pending }, { labels: { status: "failed" }, value: failed }] },
      { name: "gatehouse_outbox_late_seconds", help: "Since when the oldest pending message is due.", values: [{ value: lateSeconds }] },
    ];
  } catch {
    return [up(0)];
  }
}

/** Everything, as Prometheus reads it (text format 0.0.4). */
export async function renderMetrics(): Promise<string> {
  const outbox = await outboxReadings();
  const readings = [
    ...outbox,
    poolReading(),
    ...runtimeReadings(),
    { name: "gatehouse_build_info", help: "Version of this build.", values: [{ labels: { version }, value: 1 }] },
  ];
  return `${[...metricLines(), ...readings.flatMap(readingLines)].join("\n")}\n`;
}
