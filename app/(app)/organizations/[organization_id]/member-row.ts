import type { MemberRow, RoleChoice } from "@/components/organizations/member-table";
import type { WireMember } from "@/lib/features/organizations/schema";

interface WireRole {
  id: string;
  name: string;
  display_name: string;
}

export const toRoleChoice = ({ id, name, display_name: displayName }: WireRole): RoleChoice => ({ id, name, displayName });

/** A member of the API as the table shows them. */
export const toMemberRow = (member: WireMember, viewerId: string): MemberRow => ({
  id: member.user_id,
  name: member.full_name ?? member.username,
  email: member.email,
  avatarUrl: member.profile_picture_url,
  roles: member.roles.map(toRoleChoice),
  joinedAt: member.joined_at,
  isSelf: member.user_id === viewerId,
});
