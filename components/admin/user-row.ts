export type UserStatus = "active" | "banned" | "inactive" | "unverified";

export interface RoleTag {
  name: string;
  displayName: string;
}

/** A person as the administration lists them. Instants are ISO 8601 in UTC. */
export interface UserRow {
  id: string;
  email: string;
  username: string;
  /** Full name; the username where there is none. */
  name: string;
  avatarUrl: string | null;
  roles: RoleTag[];
  status: UserStatus;
  createdAt: string;
  lastLoginAt: string | null;
}
