/** Organizations and their members on the wire. Shared with screens and clients: no server imports. */
import { z } from "zod";
import { checkboxField, messageFields, tokenFields } from "@/lib/features/auth/schema";

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const SLUG_MAX = 48;

export const organizationNameField = z.string().trim().min(1).max(100);

/** Deleted organizations give theirs back, under a name of this form. */
export const slugField = z
  .string()
  .trim()
  .toLowerCase()
  .min(2)
  .max(SLUG_MAX)
  .regex(SLUG, { error: "Use small letters, digits and single hyphens; begin and end with a letter or digit." })
  .refine((slug) => !slug.startsWith("deleted-"), { error: "This slug is kept for deleted organizations." });

/** Whether it becomes the active organization of this session as well. HTML checkboxes send "on"; JSON sends booleans. */
export const activateField = checkboxField.default(false);

export const organizationSearch = z.string().trim().max(100).optional().meta({ description: "Part of a name or slug" });

/** `Müller & Söhne` → "muller-sohne"; empty where nothing of the name can stand in a slug. */
export const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, SLUG_MAX - 10)
    .replace(/^-+|-+$/g, "")
    .replace(/^deleted-/, "");

/** A role somebody holds in an organization. */
export const memberRole = z.object({ id: z.uuid(), name: z.string(), display_name: z.string(), expires_at: z.string().nullable() });
export type MemberRole = z.infer<typeof memberRole>;

export const organization = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  is_default: z.boolean().meta({ description: "New accounts join it" }),
  is_active: z.boolean().meta({ description: "It is the active one of this session" }),
  is_member: z.boolean(),
  roles: z.array(memberRole).meta({ description: "One's own, in this organization" }),
  created_at: z.string(),
  updated_at: z.string(),
});
export type WireOrganization = z.infer<typeof organization>;

export const organizationDetail = organization.extend({ members_count: z.number().int() });
export type OrganizationDetail = z.infer<typeof organizationDetail>;

export const member = z.object({
  user_id: z.uuid(),
  email: z.string(),
  username: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  full_name: z.string().nullable(),
  profile_picture_url: z.string().nullable(),
  roles: z.array(memberRole).meta({ description: "In this organization; what they hold on the platform is not among them" }),
  joined_at: z.string(),
});
export type WireMember = z.infer<typeof member>;

export const organizationParams = z.object({ organization_id: z.uuid() });
export const memberParams = z.object({ organization_id: z.uuid(), id: z.uuid() });

/** What one person may hold in one organization. */
const ROLES_MAX = 50;

export const roleIdsField = z.array(z.uuid()).max(ROLES_MAX).transform((ids) => [...new Set(ids)]);

export const messageOutput = { ...messageFields, organization_id: z.uuid() };

/** What is active once the answer is there, and the token that says so to the edge. */
export const renewedAccessFields = {
  tenant_id: z.uuid().nullable().meta({ description: "The organization that is active now" }),
  access_token: tokenFields.access_token,
  token_type: tokenFields.token_type,
  expires_in: tokenFields.expires_in,
};
