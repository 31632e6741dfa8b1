import { keyOf, toOwnLog } from "./audit-wire";
import { listOwnEvents } from "./repo";
import type { AuditLog } from "./schema";

/** Small enough that turning one into text does not keep other requests waiting. */
const BATCH = 500;

/** What somebody did and what was done to them, as `audit.list-own` shows it, newest first and in batches. */
export async function* ownLogs(userId: string): AsyncGenerator<AuditLog[]> {
  for (let after: ReturnType<typeof keyOf> | null = null; ; ) {
    const rows = await listOwnEvents(userId, undefined, { after, offset: 0, limit: BATCH - 1 });
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => toOwnLog(row, userId));
    if (rows.length < BATCH) return;
    after = keyOf(last);
  }
}
