/** What one's own account looks like on the wire. Shared with screens and clients: no server imports. */
import { z } from "zod";

/**
 * A person, as the union of what the reference systems' clients read: `role`, `role_id` and `role_name` report the
 * primary role, both picture fields the same path, instants are ISO 8601 in UTC.
 */
export const wireUser = z.object({
  id: z.uuid(),
  email: z.string(),
  username: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  full_name: z.string().nullable(),
  phone_number: z.string().nullable(),
  date_of_birth: z.string().nullable().meta({ description: "YYYY-MM-DD" }),
  bio: z.string().nullable(),
  occupation: z.string().nullable(),
  address: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  country: z.string().nullable(),
  zip_code: z.string().nullable(),
  is_verified: z.boolean(),
  is_active: z.boolean(),
  mfa_enabled: z.boolean(),
  provider: z.string(),
  role: z.string().nullable(),
  role_id: z.uuid().nullable(),
  role_name: z.string().nullable(),
  roles: z.array(z.string()),
  permissions: z.array(z.string()),
  tenant_id: z.uuid().nullable(),
  profile_picture_url: z.string().nullable(),
  profile_picture: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  last_login_at: z.string().nullable(),
});

export type WireUser = z.infer<typeof wireUser>;
