import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { statement } from "@/lib/db";
import { UNAVAILABLE } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { expectedMigration, version } from "@/lib/generated/release";

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
    version: z.string(),
    timestamp: z.iso.datetime(),
  }),
  errors: { UNAVAILABLE },
  audit: false,
  async run({ fail }) {
    const [row] = await statement<{ migrated: boolean }>("health.ready", READY, [expectedMigration]);
    if (!row?.migrated) return fail(UNAVAILABLE, { message: "The database lacks migrations: run npm run db:migrate.", retryAfterSeconds: 30 });
    return { status: "healthy" as const, database: "connected" as const, migrations: "applied" as const, version, timestamp: now().toISOString() };
  },
});
