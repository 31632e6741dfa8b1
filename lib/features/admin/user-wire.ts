/** From rows to the wire: people as administration shows them. */
import { avatarUrl, fullName } from "@/lib/features/account/user-wire";
import { assertNoneOf, type CustomValues, outputShape, readValues, userFields } from "@/lib/hooks/user-fields";
import { type UserDetail, userDetail, type UserSummary, type WireUserStatus } from "./schema";

assertNoneOf(userDetail.shape);

/** One person as administration sees them, with the product's own fields. */
export const wholeDetail = userDetail.extend(outputShape(userFields));

export interface SummaryRow {
  id: string;
  email: string;
  username: string;
  firstName: string | null;
  lastName: string | null;
  status: WireUserStatus;
  emailVerifiedAt: Date | null;
  provider: string;
  avatarId: string | null;
  lastLoginAt: Date | null;
  createdAt: Date;
  roles: UserSummary["held_roles"];
}

export interface DetailRow extends SummaryRow {
  phoneNumber: string | null;
  customFields: unknown;
  hasPassword: boolean;
  mustChangePassword: boolean;
  lockedUntil: Date | null;
  mfaEnabled: boolean;
  bannedAt: Date | null;
  banExpiresAt: Date | null;
  banReason: string | null;
  deletedAt: Date | null;
  updatedAt: Date;
}

export function toSummary(row: SummaryRow): UserSummary {
  const [primary] = row.roles;
  return {
    id: row.id,
    email: row.email,
    username: row.username,
    first_name: row.firstName,
    last_name: row.lastName,
    full_name: fullName(row),
    status: row.status,
    is_active: row.status === "active" || row.status === "unverified",
    is_verified: row.emailVerifiedAt !== null,
    role_id: primary?.id ?? null,
    role_name: primary?.name ?? null,
    roles: [...new Set(row.roles.map(({ name }) => name))],
    held_roles: row.roles,
    provider: row.provider,
    profile_picture_url: row.avatarId && avatarUrl(row.avatarId),
    last_login_at: row.lastLoginAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}

/** A ban that has run out is history: it shows in the audit trail alone. */
export function toDetail(row: DetailRow): UserDetail & CustomValues {
  const isBanned = row.status === "banned";
  return {
    ...readValues(userFields, row.customFields),
    ...toSummary(row),
    phone_number: row.phoneNumber,
    email_verified_at: row.emailVerifiedAt?.toISOString() ?? null,
    has_password: row.hasPassword,
    must_change_password: row.mustChangePassword,
    locked_until: row.lockedUntil?.toISOString() ?? null,
    mfa_enabled: row.mfaEnabled,
    banned_at: isBanned ? (row.bannedAt?.toISOString() ?? null) : null,
    ban_expires_at: isBanned ? (row.banExpiresAt?.toISOString() ?? null) : null,
    ban_reason: isBanned ? row.banReason : null,
    deleted_at: row.deletedAt?.toISOString() ?? null,
    updated_at: row.updatedAt.toISOString(),
  };
}
