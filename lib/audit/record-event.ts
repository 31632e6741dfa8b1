import { statement, type Tx } from "@/lib/db";
import { type AuditRows, WRITE_AUDIT } from "./audit-event";

/** Writes rows that stand alone: refusals, for which there is no change that they could commit with. */
export async function recordEvent(...rows: AuditRows[]): Promise<void> {
  await statement("audit.write", WRITE_AUDIT, [JSON.stringify(rows)]);
}

/** Writes the rows of a change, which commit with it. */
export async function recordIn(tx: Tx, ...rows: AuditRows[]): Promise<void> {
  await tx.$queryRawUnsafe(WRITE_AUDIT, JSON.stringify(rows));
}
