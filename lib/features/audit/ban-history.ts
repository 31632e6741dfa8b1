/** What the trail says of a person's bans, for the page about them. */
import type { Scope } from "@/lib/access/policy";
import { prisma } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { AuditRow } from "./audit-wire";
import { inScope, label } from "./log-filter";
import { COLUMNS } from "./repo";

const BAN_HISTORY_MAX = 5;

/** The latest bans and their ends, newest first. */
export function listBanHistory(scope: Scope, userId: string): Promise<AuditRow[]> {
  return prisma.$queryRaw<AuditRow[]>`
    SELECT ${COLUMNS}, ${label(scope, Prisma.sql`e.actor_id`)} AS "actorLabel", ${label(scope, Prisma.sql`e.target_user_id`)} AS "targetLabel"
      FROM audit_events e LEFT JOIN audit_personal d ON d.event_id = e.id
     WHERE e.target_user_id = ${userId}::uuid AND e.action IN ('user.banned', 'user.unbanned') AND e.success
       AND NOT coalesce((e.metadata->>'unchanged')::boolean, false) AND ${inScope(scope)}
     ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${BAN_HISTORY_MAX}`;
}
