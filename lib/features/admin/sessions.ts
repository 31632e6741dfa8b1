/** Somebody's sessions as administration reads them. */
import type { Scope } from "@/lib/access/policy";
import { prisma } from "@/lib/db";
import { SESSION_COLUMNS_SQL, type SessionColumns } from "@/lib/features/sessions/session-wire";
import { Prisma } from "@/lib/generated/prisma/client";
import { ownedBy } from "./user-sql";

const { sql, raw } = Prisma;

const SESSIONS_MAX = 200;

/** Open ones first, each kind by its latest activity. */
export const listSessions = (scope: Scope, userId: string): Promise<SessionColumns[]> => prisma.$queryRaw<SessionColumns[]>`
  SELECT ${raw(SESSION_COLUMNS_SQL("s"))}
    FROM sessions s WHERE s.user_id = ${userId}::uuid AND ${ownedBy(scope, sql`s.organization_id`)}
   ORDER BY "isLive" DESC, s.last_activity_at DESC, s.id DESC LIMIT ${SESSIONS_MAX}`;
