/** Roles and permissions on the wire. No server imports. */
import { z } from "zod";

export const wirePermission = z.object({
  id: z.uuid(),
  name: z.string(),
  display_name: z.string(),
  description: z.string().nullable(),
  category: z.string(),
  resource: z.string(),
  action: z.string(),
  is_system: z.boolean(),
});

export const wireRoleSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  display_name: z.string(),
  description: z.string().nullable(),
  is_system: z.boolean(),
});

/** With what it grants: wildcards as the permissions they cover. */
export const wireRole = wireRoleSummary.extend({
  permissions: z.array(wirePermission),
  created_at: z.string(),
  updated_at: z.string(),
});

/** A role in the administration's list. */
export const roleEntry = wireRoleSummary.extend({
  grants: z.array(z.string()).meta({ description: "What it holds as it is stored: names and wildcards" }),
  users_count: z.number().int().meta({ description: "How many people hold it now, as far as the viewer sees people" }),
  created_at: z.string(),
  updated_at: z.string(),
});

export const roleDetail = roleEntry.extend({ permissions: z.array(wirePermission) });

export type WirePermission = z.infer<typeof wirePermission>;
export type WireRole = z.infer<typeof wireRole>;
export type RoleEntry = z.infer<typeof roleEntry>;
export type RoleDetail = z.infer<typeof roleDetail>;

/** A page asks for what its buttons need; nobody has more than this on one screen. */
const CHECKED_MAX = 500;

export const checkInput = z.strictObject({ permissions: z.array(z.string().min(1).max(200)).min(1).max(CHECKED_MAX) });

export const ROLE_NAME = /^[a-z][a-z0-9_]*$/;
export const PERMISSION_NAME = /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/;
export const GRANT = /^(\*|[a-z][a-z0-9_]*\.(\*|[a-z][a-z0-9_]*))$/;

/** As many as one request may name: an import of this size takes seconds. */
export const ENTRIES_MAX = 10_000;

export const roleNameField = z.string().trim().toLowerCase().min(1).max(80)
  .regex(ROLE_NAME, { error: "Use small letters, digits and underscores; begin with a letter." });
export const permissionNameField = z.string().trim().toLowerCase().min(1).max(100)
  .regex(PERMISSION_NAME, { error: "Write it as resource.action, in small letters, digits and underscores." });
export const grantField = z.string().trim().max(100).regex(GRANT, { error: "Write it as resource.action, resource.* or *." });
export const roleDisplayNameField = z.string().trim().min(1).max(100);
export const permissionDisplayNameField = z.string().trim().min(1).max(120);
export const descriptionField = z.string().trim().max(255);
export const categoryField = z.string().trim().min(1).max(50);
/** Reference clients send it. Only the product itself makes system objects. */
export const neverSystemField = z.literal(false, { error: "System objects come with the product. Send false, or leave it out." }).optional();

/** What a role is given: ids of permissions, or names and wildcards, or both. */
export const grantFields = {
  permission_ids: z.array(z.uuid()).max(ENTRIES_MAX).optional(),
  permissions: z.array(grantField).max(ENTRIES_MAX).optional().meta({ description: "Names and wildcards, beside or instead of permission_ids" }),
};

export const flag = z.enum(["true", "false"]).default("false").transform((value) => value === "true");

/** `super_admin` → "Super admin" */
export const titleOf = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

/** Not `id`: that names a person wherever it stands in a path. */
export const roleParams = z.object({ role_id: z.uuid() });
export const permissionParams = z.object({ permission_id: z.uuid() });

/** A permission as it is made. Resource and action follow from the name, and category, where it is left out, from the resource. */
export const newPermissionFields = {
  name: permissionNameField,
  display_name: permissionDisplayNameField.nullish(),
  description: descriptionField.nullish(),
  category: categoryField.nullish(),
  is_system: neverSystemField,
};

/** Ten thousand permissions with a sentence each. */
export const BULK_BYTES_MAX = 8 * 1024 * 1024;
