/** Reports on the trail as the reference documents have them. Shared with screens and clients: no server imports. */
import { z } from "zod";
import { exportFormat, periodFields } from "./schema";

const figures = {
  total_logins: z.number().int(),
  failed_logins: z.number().int(),
  signups: z.number().int(),
  password_changes: z.number().int(),
  active_sessions: z.number().int().meta({ description: "Now" }),
};

/** Flat as one reference system answers, nested as another documents: the same figures. */
export const securitySummary = z.object({
  period_days: z.number().int(),
  start_date: z.string(),
  end_date: z.string(),
  ...figures,
  metrics: z.object({ ...figures, phi_accesses: z.number().int(), banned_users: z.number().int().meta({ description: "Now" }) }),
  top_failed_ips: z.array(z.object({ ip_address: z.string(), failed_attempts: z.number().int() })),
});

export const phiReportFields = {
  ...periodFields,
  user_id: z.uuid().optional().meta({ description: "Who accessed" }),
};

export const phiExportFields = { ...phiReportFields, format: exportFormat.default("csv") };

export const RESOURCES_SHOWN = 1000;
export const USERS_SHOWN = 1000;

export const phiReport = z.object({
  period: z.object({ start: z.string(), end: z.string() }),
  total_phi_accesses: z.number().int(),
  total_users: z.number().int(),
  by_user: z
    .array(
      z.object({
        user_id: z.uuid().nullable(),
        email: z.string().nullable(),
        access_count: z.number().int(),
        resource_count: z.number().int(),
        resources_accessed: z.array(z.string()).meta({ description: `patient:123; at most ${RESOURCES_SHOWN}` }),
      }),
    )
    .meta({ description: `Who accessed most first; at most ${USERS_SHOWN}` }),
  by_resource_type: z.record(z.string(), z.number().int()),
});
export type PhiReport = z.infer<typeof phiReport>;
