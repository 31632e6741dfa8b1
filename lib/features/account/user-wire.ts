/**
 * A person as the wire shows them: the union of what the four reference systems' clients read, so that each finds its
 * own fields. Never holds a hash, a ban's reason or anything else that is not the person's own to see.
 */
import { expandPermissions } from "@/lib/access/expand-permissions";
import { statement, type Tx } from "@/lib/db";
import { HELD_ROLES_SQL } from "@/lib/session/held-roles";
import type { HeldRole } from "@/lib/session/viewer";
import { type WireUser, wireUser } from "./schema";

export { type WireUser, wireUser };

/** Columns of `users`, as `USER_COLUMNS_SQL` reads them and as Prisma's `select` may. */
export interface UserColumns {
  id: string;
  email: string;
  emailVerifiedAt: Date | null;
  username: string;
  provider: string;
  firstName: string | null;
  lastName: string | null;
  phoneNumber: string | null;
  /** YYYY-MM-DD: a day has no time zone. */
  dateOfBirth: string | null;
  bio: string | null;
  occupation: string | null;
  address: string | null;
  city: string | null;
  state: string | null;
  country: string | null;
  zipCode: string | null;
  avatarId: string | null;
  isActive: boolean;
  mfaEnabled: boolean;
  lastLoginAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** What they hold in one organization, platform roles included. */
export interface Held {
  organizationId: string | null;
  /** Oldest first; the first is the primary role. */
  roles: readonly HeldRole[];
  /** Permissions as names, without wildcards. */
  permissions: readonly string[];
}

export interface UserRow extends UserColumns {
  held: Held;
}

/** Where a picture is served: an absolute path on this site. */
export const avatarUrl = (avatarId: string): string => `/api/avatars/${avatarId}`;

/** The name that they gave; null where they gave none. */
export const fullName = (row: { firstName: string | null; lastName: string | null }): string | null =>
  [row.firstName, row.lastName].filter(Boolean).join(" ") || null;

/** @see wireUser */
export function toWireUser(row: UserColumns, held: Held): WireUser {
  const primary = held.roles[0];
  const picture = row.avatarId && avatarUrl(row.avatarId);
  return {
    id: row.id,
    email: row.email,
    username: row.username,
    first_name: row.firstName,
    last_name: row.lastName,
    full_name: fullName(row),
    phone_number: row.phoneNumber,
    date_of_birth: row.dateOfBirth,
    bio: row.bio,
    occupation: row.occupation,
    address: row.address,
    city: row.city,
    state: row.state,
    country: row.country,
    zip_code: row.zipCode,
    is_verified: row.emailVerifiedAt !== null,
    is_active: row.isActive,
    mfa_enabled: row.mfaEnabled,
    provider: row.provider,
    role: primary?.name ?? null,
    role_id: primary?.id ?? null,
    role_name: primary?.name ?? null,
    roles: [...new Set(held.roles.map((role) => role.name))],
    permissions: [...held.permissions],
    tenant_id: held.organizationId,
    profile_picture_url: picture,
    profile_picture: picture,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    last_login_at: row.lastLoginAt?.toISOString() ?? null,
  };
}

/** The select list of `UserColumns` from `users AS <alias>`. */
export const USER_COLUMNS_SQL = (alias: string) => `
  ${alias}.id, ${alias}.email, ${alias}.email_verified_at AS "emailVerifiedAt", ${alias}.username, ${alias}.provider,
  ${alias}.first_name AS "firstName", ${alias}.last_name AS "lastName", ${alias}.phone_number AS "phoneNumber",
  to_char(${alias}.date_of_birth, 'YYYY-MM-DD') AS "dateOfBirth", ${alias}.bio, ${alias}.occupation, ${alias}.address,
  ${alias}.city, ${alias}.state, ${alias}.country, ${alias}.zip_code AS "zipCode", ${alias}.avatar_id AS "avatarId",
  ${alias}.is_active AS "isActive", ${alias}.mfa_enabled AS "mfaEnabled", ${alias}.last_login_at AS "lastLoginAt",
  ${alias}.created_at AS "createdAt", ${alias}.updated_at AS "updatedAt"`;

const FIND_USER = `
SELECT ${USER_COLUMNS_SQL("u")}, m.organization_id AS "organizationId",
       ${HELD_ROLES_SQL("u.id", "m.organization_id")} AS roles,
       (SELECT coalesce(json_agg(p.name ORDER BY p.name), '[]'::json) FROM permissions p) AS "knownPermissions"
  FROM users u
  LEFT JOIN memberships m ON m.user_id = u.id AND m.organization_id = coalesce($2::uuid, u.active_organization_id)
 WHERE u.id = $1::uuid AND u.deleted_at IS NULL`;

type Found = UserColumns & { organizationId: string | null; roles: HeldRole[]; knownPermissions: string[] };

export interface FindUserOptions {
  /** The organization whose roles count; default the person's active one. */
  organizationId?: string | null;
  /** Inside a transaction, to see its own changes. */
  tx?: Tx;
}

/** One person with what they hold, in one statement. Unscoped: the caller knows whose id it is. */
export async function findUserRow(id: string, { organizationId = null, tx }: FindUserOptions = {}): Promise<UserRow | null> {
  const values = [id, organizationId];
  const [found] = tx
    ? await tx.$queryRawUnsafe<Found[]>(FIND_USER, ...values)
    : await statement<Found>("account.find-user", FIND_USER, values);
  if (!found) return null;
  const { roles, knownPermissions, organizationId: active, ...row } = found;
  const permissions = expandPermissions(roles.flatMap((role) => role.permissions), knownPermissions);
  return { ...row, held: { organizationId: active, roles, permissions } };
}

/** `findUserRow` as the wire shows it. */
export async function findWireUser(id: string, options?: FindUserOptions): Promise<WireUser | null> {
  const row = await findUserRow(id, options);
  return row && toWireUser(row, row.held);
}
