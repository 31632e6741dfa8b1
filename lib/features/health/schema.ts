/** How the parts of an installation are. No server imports. */
import { z } from "zod";

export const storeStates = z.enum(["connected", "disconnected", "not_configured"]);

const whole = z.number().int();
const percent = z.number().meta({ description: "0 to 100, or more where more waits than can run" });

export const healthDetails = z.object({
  status: z.enum(["healthy", "warning"]),
  issues: z.array(z.string()).meta({ description: "What makes it a warning, as sentences" }),
  version: z.string(),
  uptime_seconds: whole,
  system: z.object({
    cpu_percent: percent,
    memory_percent: percent,
    memory_used_bytes: whole,
    memory_total_bytes: whole,
    disk_percent: percent,
    disk_used_bytes: whole,
    disk_total_bytes: whole,
  }),
  database: z.object({
    status: z.literal("connected"),
    connections: whole,
    connections_waiting: whole,
    users: whole.meta({ description: "As far as the viewer sees people" }),
    live_sessions: whole,
  }),
  redis: storeStates,
  tasks: z.object({ pending: whole, failed: whole, late_seconds: z.number() }).nullable().meta({ description: "Mail that waits in the outbox. null for whoever does not reach the whole platform" }),
  timestamp: z.string(),
});
export type HealthDetails = z.infer<typeof healthDetails>;
