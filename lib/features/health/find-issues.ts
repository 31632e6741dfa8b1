import type { HealthDetails } from "./schema";

/** The reference system's own bounds (reference contract B16). */
const CPU_MAX = 80;
const MEMORY_MAX = 85;
const DISK_MAX = 90;
const TASKS_MAX = 10;

/** What somebody should look at, as sentences. */
export function findIssues({ system, tasks, redis }: Pick<HealthDetails, "system" | "tasks" | "redis">): string[] {
  return [
    ...(system.cpu_percent > CPU_MAX ? [`The processors are in use by ${system.cpu_percent} %.`] : []),
    ...(system.memory_percent > MEMORY_MAX ? [`The memory is in use by ${system.memory_percent} %.`] : []),
    ...(system.disk_percent > DISK_MAX ? [`The disk is in use by ${system.disk_percent} %.`] : []),
    ...(tasks && tasks.pending > TASKS_MAX ? [`${tasks.pending} messages wait in the outbox.`] : []),
    ...(tasks && tasks.failed > 0 ? [`${tasks.failed} messages were given up.`] : []),
    ...(redis === "disconnected" ? ["Redis does not answer: limits are counted in PostgreSQL."] : []),
  ];
}
