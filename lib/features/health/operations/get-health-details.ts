import { can, type Scope, scopeOf } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { database, prisma } from "@/lib/db";
import { liveIn, visibleTo } from "@/lib/features/admin/user-sql";
import { version } from "@/lib/generated/release";
import { defineOperation } from "@/lib/operation";
import { outboxDepth } from "@/lib/outbox/outbox-depth";
import { limits } from "@/lib/rate-limit/limits";
import { storeState } from "@/lib/rate-limit/shared-window";
import { findIssues } from "../find-issues";
import { healthDetails } from "../schema";
import { systemLoad } from "../system-load";

interface Counts {
  users: number;
  live_sessions: number;
}

async function countPeople(scope: Scope): Promise<Counts> {
  const [row] = await prisma.$queryRaw<Counts[]>`
    SELECT (SELECT count(*)::int FROM users u WHERE u.deleted_at IS NULL AND ${visibleTo(scope)}) AS users,
           (SELECT count(*)::int FROM sessions s WHERE ${liveIn(scope)}) AS live_sessions`;
  if (!row) throw new Error("a row of counts is always there");
  return row;
}

/** The outbox holds the mail of all tenants. */
async function tasksOf(scope: Scope) {
  if (scope.kind !== "platform") return null;
  const { pending, failed, lateSeconds } = await outboxDepth();
  return { pending, failed, late_seconds: lateSeconds };
}

export const getHealthDetails = defineOperation({
  name: "health.details",
  kind: "query",
  http: { method: "GET", path: "/api/admin/health" },
  summary: "How this instance and what it stands on are, in figures",
  access: can("system.health"),
  limit: limits.read,
  output: healthDetails,
  audit: false,

  async run({ viewer }) {
    const scope = scopeOf(viewer, "system.health");
    const [system, counts, tasks, redis] = await Promise.all([systemLoad(), countPeople(scope), tasksOf(scope), storeState()]);
    const issues = findIssues({ system, tasks, redis });
    const { totalCount, waitingCount } = database().pool;
    return {
      status: issues.length === 0 ? ("healthy" as const) : ("warning" as const),
      issues,
      version,
      uptime_seconds: Math.floor(process.uptime()),
      system,
      database: { status: "connected" as const, connections: totalCount, connections_waiting: waitingCount, ...counts },
      redis,
      tasks,
      timestamp: now().toISOString(),
    };
  },
});
