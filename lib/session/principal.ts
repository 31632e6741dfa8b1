/** The principal of a request, as viewer.ts finds it. */
export interface HeldRole {
  id: string;
  name: string;
  displayName: string;
  /** null: held on the whole platform. */
  organizationId: string | null;
  permissions: string[];
}

/** The principal of a request. */
export interface Viewer {
  userId: string;
  sessionId: string;
  organizationId: string | null;
  email: string;
  username: string;
  firstName: string | null;
  lastName: string | null;
  avatarId: string | null;
  isEmailVerified: boolean;
  mfaEnabled: boolean;
  /** Until when a second factor may be missing where one is required; null: never asked. */
  mfaDueAt: Date | null;
  mustChangePassword: boolean;
  /** When the account goes, as its owner wishes; null: it stays. */
  deletionDueAt: Date | null;
  /** Oldest first; the first is the primary role. */
  roles: HeldRole[];
  /** Effective names and wildcards in the active organization, platform ones included. */
  permissions: string[];
  platformPermissions: string[];
  amr: string[];
  authTime: Date;
  /** Since the last proof of who is there, by the database's clock. */
  authAgeSeconds: number;
  lastActivityAt: Date;
  impersonatorId: string | null;
  /** How the credential came: a cookie needs the CSRF check, a Bearer token does not. */
  via: "cookie" | "bearer";
}
