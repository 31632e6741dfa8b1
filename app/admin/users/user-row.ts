import type { UserRow } from "@/components/admin/user-row";
import type { UserSummary } from "@/lib/features/admin/schema";

/** A person of the API as the screens take them; a role that is held twice shows once. */
export function toUserRow(user: UserSummary): UserRow {
  const roles = new Map(user.held_roles.map(({ name, display_name: displayName }) => [name, { name, displayName }]));
  return {
    id: user.id,
    email: user.email,
    username: user.username,
    name: user.full_name ?? user.username,
    avatarUrl: user.profile_picture_url,
    roles: [...roles.values()],
    status: user.status,
    createdAt: user.created_at,
    lastLoginAt: user.last_login_at,
  };
}
