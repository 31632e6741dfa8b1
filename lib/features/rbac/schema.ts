/** Roles and permissions on the wire (reference contract section 1.5). No server imports. */
import { z } from "zod";

const wirePermission = z.object({
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

export type WirePermission = z.infer<typeof wirePermission>;
export type WireRole = z.infer<typeof wireRole>;

/** A page asks for what its buttons need; nobody has more than this on one screen. */
const CHECKED_MAX = 500;

export const checkInput = z.strictObject({ permissions: z.array(z.string().min(1).max(200)).min(1).max(CHECKED_MAX) });
