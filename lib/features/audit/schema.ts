/** Audit events on the wire, and what their lists may be asked. Shared with screens and clients: no server imports. */
import { z } from "zod";

export const auditLog = z.object({
  id: z.uuid(),
  timestamp: z.string(),
  action: z.string(),
  actor_user_id: z.uuid().nullable(),
  actor: z.string().nullable().meta({ description: "E-mail of the actor; where nobody was signed in, what was typed" }),
  impersonator_user_id: z.uuid().nullable(),
  target_user_id: z.uuid().nullable(),
  target: z.string().nullable().meta({ description: "E-mail of the target" }),
  resource_type: z.string().nullable(),
  resource_id: z.string().nullable(),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  device_name: z.string().nullable(),
  session_id: z.uuid().nullable(),
  tenant_id: z.uuid().nullable(),
  request_id: z.string(),
  success: z.boolean(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })).nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  phi_accessed: z.boolean(),
});
export type AuditLog = z.infer<typeof auditLog>;

/** An event of the activity stream, with the names that clients of the reference systems read. */
export const activityLog = auditLog.extend({
  user_id: z.uuid().nullable().meta({ description: "The same as actor_user_id" }),
  user_email: z.string().nullable().meta({ description: "The same as actor" }),
});
export type ActivityLog = z.infer<typeof activityLog>;

/** An action by its name, or all of a kind: `user.banned`, `user.*`. */
const actionField = z
  .string()
  .trim()
  .max(100)
  .regex(/^[a-z][a-z0-9_]*\.(\*|[a-z0-9_]+(\.[a-z0-9_]+)*)$/, { error: "Write an action as user.banned, or user.* for all of a kind." });

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const DAY_LENGTH = 10;

const isRealDay = (text: string) => {
  const day = new Date(`${text.slice(0, DAY_LENGTH)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, DAY_LENGTH));
};

/** A day (`2026-11-21`) or an instant, ISO 8601; without an offset it is UTC. */
export const instantField = z
  .string()
  .trim()
  .refine((text) => INSTANT.test(text) && isRealDay(text) && !Number.isNaN(startOf(text).getTime()), {
    error: "Write a day as 2026-11-21 or an instant as 2026-11-21T08:30Z.",
  });

/** Where the day or instant begins. */
export function startOf(text: string): Date {
  if (text.length === DAY_LENGTH) return new Date(`${text}T00:00:00Z`);
  return new Date(/(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
}

/** The first millisecond behind a day or, where the text names no more than a minute, behind that minute. */
export function endOf(text: string): Date {
  const start = startOf(text).getTime();
  if (text.length === DAY_LENGTH) return new Date(start + 86_400_000);
  const namesMinute = /T\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})?$/.test(text);
  return new Date(start + (namesMinute ? 60_000 : 1));
}

const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const word = z.string().trim().max(254);

const isInOrder = (query: { start_date?: string; end_date?: string }) => !query.start_date || !query.end_date || startOf(query.start_date) <= endOf(query.end_date);

/** For a schema's `refine`. */
export const inOrder: [typeof isInOrder, { error: string; path: string[] }] = [isInOrder, { error: "This lies before the beginning.", path: ["end_date"] }];

export const periodFields = { start_date: instantField.optional(), end_date: instantField.optional() };

const resourceFields = { resource_type: z.string().trim().max(100).optional(), resource_id: word.optional() };

/** What a list of events may be narrowed to; filters combine. */
export const logFilterFields = {
  action: actionField.optional(),
  actor_user_id: z.uuid().optional(),
  actor: word.optional().meta({ description: "Part of the actor's e-mail, username or name, or their id" }),
  target_user_id: z.uuid().optional(),
  user_id: z.uuid().optional().meta({ description: "Either actor or target" }),
  ...resourceFields,
  success: flag.optional(),
  ...periodFields,
  session_id: z.uuid().optional(),
  ip: z.string().trim().max(64).optional().meta({ description: "The whole address" }),
  stream: z.enum(["audit", "activity"]).optional(),
  phi_accessed: flag.optional(),
  q: word.optional().meta({ description: "A request id, an address, or the beginning of an action" }),
};

export const logFilter = z.object(logFilterFields);
export type LogFilterQuery = z.output<typeof logFilter>;

/** What one's own activity may be narrowed to. */
export const activityFilterFields = { action: actionField.optional(), ...resourceFields, ...periodFields };

export const ownLogsFilterFields = { action: actionField.optional() };

export const exportFormat = z.enum(["csv", "ndjson"]);
export type ExportFormat = z.infer<typeof exportFormat>;
