/** What this machine has and how much of it is in use. */
import { statfs } from "node:fs/promises";
import { availableParallelism, freemem, loadavg, totalmem } from "node:os";
import type { HealthDetails } from "./schema";

const percentOf = (used: number, total: number) => (total === 0 ? 0 : Math.round((used / total) * 1000) / 10);

/** The load of the last minute by core, memory of the machine, and the disk on which the application stands. */
export async function systemLoad(): Promise<HealthDetails["system"]> {
  const { bsize, blocks, bavail } = await statfs(process.cwd());
  const memory = totalmem();
  const disk = bsize * blocks;
  const memoryUsed = memory - freemem();
  const diskUsed = disk - bsize * bavail;
  return {
    cpu_percent: percentOf(loadavg()[0] ?? 0, availableParallelism()),
    memory_percent: percentOf(memoryUsed, memory),
    memory_used_bytes: memoryUsed,
    memory_total_bytes: memory,
    disk_percent: percentOf(diskUsed, disk),
    disk_used_bytes: diskUsed,
    disk_total_bytes: disk,
  };
}
