/**
 * A person as the wire shows them: the union of what the four reference systems' clients read, so that each finds its
 * own fields. Never holds a hash, a ban's reason or anything else that is not the person's own to see.
 */
import { expandPermissions } from "@/lib/access/expand-permissions";
import { statement, type Tx } from "@/lib/db";
import { HELD_ROLES_SQL } from "@/lib/session/held-roles";
import type { HeldRole } from "@/lib/session/viewer";
import { assertNoneOf, type CustomValues, outputShape, readValues, userFields } from "@/lib/hooks/user-fields";
import { registerInput } from "@/lib/features/auth/schema";
import { updateProfileInput, type WireUser, wireUser } from "./schema";

assertNoneOf({ ...wireUser.shape, ...registerInput.shape, ...updateProfileInput.shape });

/** What an answer holds of a person: `wireUser`, with the product's own fields. */
export const wholeUser = wireUser.extend(outputShape(userFields));

export type WholeUser = WireUser & CustomValues;

interface UserRow {
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
  customFields: unknown;
  avatarId: string | null;
  isActive: boolean;
  mfaEnabled: boolean;
  lastLoginAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  /** Whose roles count; null where they are no member of it. */
  organizationId: string | null;
  /** What they hold there and on the platform, oldest first; the first is the primary role. */
  roles: HeldRole[];
  /** Names of every permission there is. */
  knownPermissions: string[];
}

/** Where a picture is served: an absolute path on this site. */
export const avatarUrl = (avatarId: string): string => `/api/avatars/${avatarId}`;

/** The name that they gave; null where they gave none. */
export const fullName = (row: { firstName: string | null; lastName: string | null }): string | null =>
  [row.firstName, row.lastName].filter(Boolean).join(" ") || null;

function toWireUser(row: UserRow): WholeUser {
  const [primary] = row.roles;
  const picture = row.avatarId && avatarUrl(row.avatarId);
  return {
    ...readValues(userFields, row.customFields),
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
    roles: [...new Set(row.roles.map(({ name }) => name))],
    permissions: expandPermissions(row.roles.flatMap(({ permissions }) => permissions), row.knownPermissions),
    tenant_id: row.organizationId,
    profile_picture_url: picture,
    profile_picture: picture,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    last_login_at: row.lastLoginAt?.toISOString() ?? null,
  };
}

const FIND_USER = `
SELECT u.id, u.email, u.email_verified_at AS "emailVerifiedAt", u.username, u.provider, u.first_name AS "firstName", u.last_name AS "lastName",
       u.phone_number AS "phoneNumber", to_char(u.date_of_birth, 'YYYY-MM-DD') AS "dateOfBirth", u.bio, u.occupation, u.address, u.city,
       u.state, u.country, u.zip_code AS "zipCode", u.custom_fields AS "customFields", u.avatar_id AS "avatarId", u.is_active AS "isActive", u.mfa_enabled AS "mfaEnabled",
       u.last_login_at AS "lastLoginAt", u.created_at AS "createdAt", u.updated_at AS "updatedAt", m.organization_id AS "organizationId",
       ${HELD_ROLES_SQL("u.id", "m.organization_id")} AS roles,
       (SELECT coalesce(json_agg(p.name ORDER BY p.name), '[]'::json) FROM permissions p) AS "knownPermissions"
  FROM users u
  LEFT JOIN memberships m ON m.user_id = u.id AND m.organization_id = coalesce($2::uuid, u.active_organization_id)
 WHERE u.id = $1::uuid AND u.deleted_at IS NULL`;

interface FindUserOptions {
  /** The organization whose roles count; default the person's active one. */
  organizationId?: string | null;
  /** Inside a transaction, to see its own changes. */
  tx?: Tx;
}

/** One person with what they hold, in one statement. Unscoped: the caller knows whose id it is. */
export async function findWireUser(id: string, { organizationId = null, tx }: FindUserOptions = {}): Promise<WholeUser | null> {
  const values = [id, organizationId];
  const [found] = tx
    ? await tx.$queryRawUnsafe<UserRow[]>(FIND_USER, ...values)
    : await statement<UserRow & Record<string, unknown>>("account.find-user", FIND_USER, values);
  return found ? toWireUser(found) : null;
}
