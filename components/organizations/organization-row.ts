/** An organization as lists show it. */
export interface OrganizationRow {
  id: string;
  name: string;
  slug: string;
  isActive: boolean;
  isMember: boolean;
  isDefault: boolean;
  /** Display names of what the viewer holds there. */
  roles: string[];
  createdAt: string;
}
