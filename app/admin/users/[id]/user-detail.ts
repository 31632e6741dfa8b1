import type { UserDetail as ShownUser } from "@/components/admin/user-summary";
import type { UserDetail } from "@/lib/features/admin/schema";
import { toUserRow } from "../user-row";

/** A person of the API as their page shows them. */
export const toUserDetail = (user: UserDetail): ShownUser => ({
  ...toUserRow(user),
  emailVerifiedAt: user.email_verified_at,
  phoneNumber: user.phone_number,
  provider: user.provider,
  ban: user.banned_at === null ? null : { reason: user.ban_reason, bannedAt: user.banned_at, expiresAt: user.ban_expires_at },
});
