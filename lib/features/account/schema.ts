/** What one's own account looks like on the wire. Shared with screens and clients: no server imports. */
import { z } from "zod";
import { now } from "@/lib/clock";
import { passwordField, usernameField } from "@/lib/features/auth/schema";

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

/** Empty means none, as forms have it. Lengths are the reference contract's (A8). */
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((value) => value || null)
    .nullable()
    .optional();

/** null takes a name away; a blank one is a mistake. */
const personName = z.string().trim().min(1, { error: "This cannot be blank." }).max(50).nullable().optional();

const AGE_MAX_YEARS = 150;

/** A day of the calendar, not in the future and within a human life. */
function isBirthday(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day) return false;
  const oldest = now();
  oldest.setUTCFullYear(oldest.getUTCFullYear() - AGE_MAX_YEARS);
  return at <= now() && at >= oldest;
}

/** Empty: none. */
export const birthdayField = z
  .string()
  .trim()
  .refine((day) => day === "" || isBirthday(day), { error: "Give a day in the past, as YYYY-MM-DD." })
  .transform((value) => value || null)
  .nullable()
  .optional();

/**
 * Lenient: old clients send back the whole person, and what is not theirs to change is dropped. An address that is not
 * the present one, or any password, is refused rather than ignored.
 */
export const updateProfileInput = z.object({
  username: usernameField.optional(),
  first_name: personName,
  last_name: personName,
  phone_number: z
    .string()
    .trim()
    .regex(/^$|^\+?[\d\s\-()]{10,15}$/, { error: "This is not a phone number." })
    .transform((value) => value || null)
    .nullable()
    .optional(),
  date_of_birth: birthdayField,
  bio: text(500),
  occupation: text(100),
  address: text(255),
  city: text(100),
  state: text(100),
  country: text(100),
  zip_code: text(10),
  email: z.string().trim().toLowerCase().optional(),
  password: z.never({ error: "A password is changed with POST /api/auth/password/update." }).optional(),
});

export const changePasswordInput = z.strictObject({ current_password: passwordField, new_password: passwordField });
