import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { defineOperation } from "@/lib/operation";
import { version } from "@/lib/generated/release";

export const checkLive = defineOperation({
  name: "health.live",
  kind: "query",
  http: { method: "GET", path: "/api/health/live" },
  summary: "The process answers; asks nothing of the database",
  access: anyone(),
  output: z.object({ status: z.literal("alive"), version: z.string(), timestamp: z.iso.datetime() }),
  audit: false,
  async run() {
    return { status: "alive" as const, version, timestamp: now().toISOString() };
  },
});
