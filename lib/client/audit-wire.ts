/** What the calls of `AuditClient` send and get. Types alone. */
import type { z } from "zod";
import type { ActivityLog, activityFilterFields, AuditLog, ExportFormat, logFilterFields, ownLogsFilterFields } from "@/lib/features/audit/schema";
import type { PhiReport, phiReportFields, securitySummary } from "@/lib/features/audit/compliance-schema";
import type { SealStatusAnswer, Verification, verifyFields } from "@/lib/features/audit/verify-schema";
import type { endedSessions, WireSession } from "@/lib/features/sessions/schema";
import type { QueryOf, WindowFigures, WindowQuery } from "./list-wire";

export interface SessionsAnswer {
  sessions: WireSession[];
  count: number;
}

export interface EndedSessionAnswer {
  message: string;
  session_id: string;
}

export type EndedSessionsAnswer = z.output<typeof endedSessions>;

type LogFilter = QueryOf<typeof logFilterFields>;
export type LogsQuery = WindowQuery & LogFilter;
export type OwnLogsQuery = WindowQuery & QueryOf<typeof ownLogsFilterFields>;
/** `days`: how far back; `start_date` wins over it. */
export type SecurityLogsQuery = LogsQuery & { days?: number };
export type ActivityQuery = WindowQuery & QueryOf<typeof activityFilterFields>;
export type ResourceQuery = WindowQuery & Pick<LogFilter, "action" | "user_id" | "success" | "start_date" | "end_date" | "phi_accessed">;

export type LogsAnswer = WindowFigures & { logs: AuditLog[] };
export type ActivityAnswer = WindowFigures & { activities: ActivityLog[]; logs: ActivityLog[] };
export type ResourceAnswer = WindowFigures & { resource_type: string; resource_id: string; access_history: ActivityLog[] };

export type ExportLogsQuery = LogFilter & { format?: ExportFormat };
export type PhiQuery = QueryOf<typeof phiReportFields>;
export type ExportPhiQuery = PhiQuery & { format?: ExportFormat };
export type SecuritySummary = z.output<typeof securitySummary>;
export type VerifyQuery = QueryOf<typeof verifyFields>;
export type { PhiReport, SealStatusAnswer, Verification };
