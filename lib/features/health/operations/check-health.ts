import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { statement } from "@/lib/db";
import { UNAVAILABLE } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { expectedMigration, version } from "@/lib/generated/release";
import { storeState } from "@/lib/rate-limit/shared-window";
import { storeStates } from "../schema";

const READY = `
SELECT EXISTS (SELECT 1 FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NOT NULL) AS migrated`;

export const checkHealth = defineOperation({
  name: "health.ready",
  kind: "query",
  http: { method: "GET", path: "/api/health" },
  summary: "Ready to serve: the database answers and has this version's migrations",
  access: anyone(),
  output: z.object({
    status: z.literal("healthy"),
    database: z.literal("connected"),
    migrations: z.literal("applied"),
    redis: storeStates.meta({ description: "Limits are counted in PostgreSQL while it is away, so this instance is ready all the same" }),
    cache: storeStates.meta({ description: "The same as redis" }),
    version: z.string(),
    timestamp: z.iso.datetime(),
  }),
  errors: { UNAVAILABLE },
  audit: false,
  async run({ fail }) {
    const [[row], redis] = await Promise.all([statement<{ migrated: boolean }>("health.ready", READY, [expectedMigration]), storeState()]);
    if (!row?.migrated) return fail(UNAVAILABLE, { message: "The database lacks migrations: run npm run db:migrate.", retryAfterSeconds: 30 });
    const ready = { status: "healthy" as const, database: "connected" as const, migrations: "applied" as const };
    return { ...ready, redis, cache: redis, version, timestamp: now().toISOString() };
  },
});
