import type { AccountPanelProps } from "@/components/admin/account-panel";
import type { EditedUser } from "@/components/admin/edit-user-form";
import type { UserDetail as ShownUser } from "@/components/admin/user-summary";
import type { UserDetail } from "@/lib/features/admin/schema";
import { shownFields, userFields } from "@/lib/hooks/user-fields";
import { toUserRow } from "../user-row";

/** An account as its form begins. */
export const toEditedUser = (user: UserDetail): EditedUser => ({
  id: user.id,
  email: user.email,
  username: user.username,
  firstName: user.first_name,
  lastName: user.last_name,
  phoneNumber: user.phone_number,
  isActive: user.status !== "inactive",
  isVerified: user.is_verified,
});

/** How an account stands beside a ban. */
export const toAccountState = (user: UserDetail): AccountPanelProps["user"] => ({
  id: user.id,
  name: user.full_name ?? user.username,
  hasPassword: user.has_password,
  mustChangePassword: user.must_change_password,
  mfaEnabled: user.mfa_enabled,
  lockedUntil: user.locked_until,
  deletedAt: user.deleted_at,
});

/** A person of the API as their page shows them. */
export const toUserDetail = (user: UserDetail): ShownUser => ({
  ...toUserRow(user),
  emailVerifiedAt: user.email_verified_at,
  phoneNumber: user.phone_number,
  provider: user.provider,
  extra: shownFields(userFields, { ...user }),
  ban: user.banned_at === null ? null : { reason: user.ban_reason, bannedAt: user.banned_at, expiresAt: user.ban_expires_at },
});
