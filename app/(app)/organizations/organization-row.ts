import type { OrganizationRow } from "@/components/organizations/organization-row";
import type { WireOrganization } from "@/lib/features/organizations/schema";

/** An organization of the API as the screens take it. */
export const toOrganizationRow = (organization: WireOrganization): OrganizationRow => ({
  id: organization.id,
  name: organization.name,
  slug: organization.slug,
  isActive: organization.is_active,
  isMember: organization.is_member,
  isDefault: organization.is_default,
  roles: organization.roles.map((role) => role.display_name),
  createdAt: organization.created_at,
});
