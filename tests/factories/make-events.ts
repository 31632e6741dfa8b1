import { type AuditEventRow, type AuditInput, sealEvent, WRITE_AUDIT } from "@/lib/audit/audit-event";
import { newId } from "@/lib/ids";
import { sql } from "../setup/sql";

/** Events of an organization's trail (null: of none), as any operation would have written them. */
export async function makeEvents(organizationId: string | null, events: readonly (AuditInput & { ip?: string })[]): Promise<AuditEventRow[]> {
  const rows = events.map(({ ip, ...event }) =>
    sealEvent(event, { actorId: null, impersonatorId: null, organizationId, sessionId: null, requestId: newId(), ipAddress: ip ?? null, userAgent: null }),
  );
  await sql(WRITE_AUDIT, [JSON.stringify(rows)]);
  return rows.map(({ event }) => event);
}
