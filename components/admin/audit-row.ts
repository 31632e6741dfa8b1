/** One audit event as lists show it. Instants are ISO 8601 in UTC. */
export interface AuditRow {
  id: string;
  occurredAt: string;
  /** "user.banned" */
  action: string;
  actor: { id: string; label: string } | null;
  target: { type: string; id: string; label: string | null } | null;
  success: boolean;
  errorCode: string | null;
  ipAddress: string | null;
  deviceName: string | null;
  requestId: string;
  metadata: Record<string, unknown> | null;
  /** After redaction. */
  changes: Record<string, { from: unknown; to: unknown }> | null;
}
