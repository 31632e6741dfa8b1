/** An audit event as Reprotech's backend has it, and what its list may be asked (reference contract B14). */
import { z } from "zod";
import type { AuditLog } from "@/lib/features/audit/schema";

const anything = z.record(z.string(), z.unknown());

export const event = z.object({
  id: z.uuid(),
  event_type: z.string(),
  event_category: z.string(),
  event_description: z.string(),
  user_id: z.uuid().nullable(),
  user_email: z.string().nullable(),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  request_method: z.string().nullable(),
  request_url: z.string().nullable(),
  entity_type: z.string().nullable(),
  entity_id: z.string().nullable(),
  old_values: anything.nullable(),
  new_values: anything.nullable(),
  audit_metadata: anything.nullable(),
  status: z.enum(["SUCCESS", "FAILED"]),
  error_message: z.string().nullable(),
  created_at: z.string(),
});

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

const side = (changes: AuditLog["changes"], which: "from" | "to") => changes && Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change[which]]));

/** A request's method and path stand in the trail where the request was refused. */
export function eventOf(log: AuditLog): z.input<typeof event> {
  const [category = ""] = log.action.split(".");
  return {
    id: log.id,
    event_type: log.action,
    event_category: category,
    event_description: log.action.replace(/[._]/g, " "),
    user_id: log.actor_user_id,
    user_email: log.actor,
    ip_address: log.ip_address,
    user_agent: log.user_agent,
    request_method: textOf(log.metadata?.method),
    request_url: textOf(log.metadata?.path),
    entity_type: log.resource_type,
    entity_id: log.resource_id,
    old_values: side(log.changes, "from"),
    new_values: side(log.changes, "to"),
    audit_metadata: log.metadata,
    status: log.success ? "SUCCESS" : "FAILED",
    error_message: log.error_message,
    created_at: log.timestamp,
  };
}

export const filter = {
  event_type: z.string().optional(),
  event_category: z.string().optional(),
  user_email: z.string().optional(),
  entity_type: z.string().optional(),
  status: z.enum(["SUCCESS", "FAILED"]).optional(),
  date_from: z.string().optional(),
  date_to: z.string().optional(),
};

type Filter = z.output<z.ZodObject<typeof filter>>;

/** A type says more than its category. */
export const toFilter = ({ event_type, event_category, user_email, entity_type, status, date_from, date_to }: Filter) => ({
  action: event_type ?? (event_category && `${event_category}.*`),
  actor: user_email,
  resource_type: entity_type,
  success: status && String(status === "SUCCESS"),
  start_date: date_from,
  end_date: date_to,
});

/** Our names → theirs. */
export const filterFields = { action: "event_type", actor: "user_email", resource_type: "entity_type", success: "status", start_date: "date_from", end_date: "date_to", offset: "page" };

/** What was asked, back again. */
export const filterOf = (query: Record<string, string>): Record<string, string | null> => Object.fromEntries(Object.keys(filter).map((name) => [name, query[name] ?? null]));
