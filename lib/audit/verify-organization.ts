import { database } from "@/lib/db";
import { brokenDigest, SIGNED_COLUMNS, type StoredEvent } from "./check-event";
import { faultOf } from "./trail-fault";
import type { TrailCheck, TrailRange } from "./verify-trail";

const BATCH = 1000;

const EVENTS = `
  SELECT ${SIGNED_COLUMNS} FROM audit_events e LEFT JOIN audit_personal d ON d.event_id = e.id
   WHERE e.organization_id = $1 AND ($2::timestamptz IS NULL OR e.occurred_at >= $2) AND ($3::timestamptz IS NULL OR e.occurred_at < $3)
     AND ($4::timestamptz IS NULL OR (e.occurred_at, e.id) > ($4, $5::uuid))
   ORDER BY e.occurred_at, e.id LIMIT $6`;

function placeOf(from: string | undefined): [Date | null, string | null] {
  const [millis, id] = from?.split(".") ?? [];
  return millis && id ? [new Date(Number(millis)), id] : [null, null];
}

/**
 * One organization's events, oldest first: each as it was signed. What is missing, only the seals know, which hold all
 * organizations' events and are not a tenant's to read.
 */
export async function verifyOrganization(organizationId: string, { from, start, end, limit = Infinity }: TrailRange): Promise<TrailCheck> {
  const check: TrailCheck = { ok: true, events: 0, seals: 0, erased: 0, dropped: null, first_fault: null, next: null, last_seal: null };
  for (let [at, id] = placeOf(from); ; ) {
    const { rows } = await database().pool.query<StoredEvent>(EVENTS, [organizationId, start ?? null, end ?? null, at, id, Math.min(BATCH, limit)]);
    for (const event of rows) {
      const digest = brokenDigest(event);
      if (digest) return { ...check, ok: false, first_fault: faultOf(event, digest, null) };
      check.events += 1;
      if (!event.personal) check.erased += 1;
    }
    const last = rows.at(-1);
    if (!last || rows.length < Math.min(BATCH, limit)) return check;
    [at, id] = [new Date(last.occurred_at), last.id];
    if (check.events >= limit) return { ...check, next: `${at.getTime()}.${id}` };
  }
}
