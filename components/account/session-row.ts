/** A session as lists show it. Instants are ISO 8601 in UTC. */
export interface SessionRow {
  id: string;
  /** "Firefox on macOS" */
  deviceName: string;
  browser: string | null;
  os: string | null;
  ipAddress: string | null;
  city: string | null;
  country: string | null;
  createdAt: string;
  lastActivityAt: string;
  isCurrent: boolean;
  revokedAt: string | null;
}
