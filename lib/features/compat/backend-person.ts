/** A person as Reprotech's backend has them: the account, and a profile inside it (reference contract B1, B4, B8, B9). */
import { z } from "zod";
import { slugOf } from "./role-name";

export const message = z.object({ message: z.string() });

export const person = z.object({
  id: z.uuid(),
  username: z.string(),
  email: z.string(),
  is_active: z.boolean(),
  is_verified: z.boolean(),
  last_login: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string().optional().meta({ description: "Not in lists" }),
  roles: z.array(z.string()),
  profile: z.object({
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    phone: z.string().nullable(),
    department: z.string().nullable(),
    position: z.string().nullable(),
    specialization: z.string().nullable(),
    preferences: z.record(z.string(), z.unknown()),
    avatar_url: z.string().nullable(),
  }),
});

interface Known {
  id: string;
  username: string;
  email: string;
  is_active: boolean;
  is_verified: boolean;
  last_login_at: string | null;
  created_at: string;
  updated_at?: string;
  roles: string[];
  first_name: string | null;
  last_name: string | null;
  phone_number?: string | null;
  occupation?: string | null;
  profile_picture_url: string | null;
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Department and specialization are there where gatehouse.config.ts has fields of these names. */
export function personOf(user: Known): z.input<typeof person> {
  const own: Record<string, unknown> = { ...user };
  const profile = {
    first_name: user.first_name,
    last_name: user.last_name,
    phone: user.phone_number ?? null,
    department: textOf(own.department),
    position: user.occupation ?? null,
    specialization: textOf(own.specialization),
    preferences: {},
    avatar_url: user.profile_picture_url,
  };
  return { ...user, last_login: user.last_login_at, profile };
}

/** What it calls our fields. */
export const fields = { phone_number: "phone", occupation: "position", role: "roles", identifier: "username" };

const nameParts = { first_name: z.string().nullish(), last_name: z.string().nullish(), phone: z.string().nullish() };

/** One's own profile. What the house does not know is dropped by it; a product's own fields pass. */
export const ownProfile = {
  accepts: z.looseObject({ ...nameParts, email: z.string().optional(), position: z.string().nullish() }),
  to: ({ phone, position, avatar_url: _picture, preferences: _preferences, ...sent }: Record<string, unknown>) => ({
    ...sent,
    ...(phone === undefined ? {} : { phone_number: phone }),
    ...(position === undefined ? {} : { occupation: position }),
  }),
};

/** Somebody else's, which is strict here: what the house does not know goes first. */
export const anothersProfile = {
  accepts: z.object({ ...nameParts, email: z.string().optional(), username: z.string().optional(), is_active: z.boolean().optional(), is_verified: z.boolean().optional() }),
  to: ({ phone, ...sent }: { phone?: string | null }) => ({ ...sent, ...(phone === undefined ? {} : { phone_number: phone }) }),
};

export const newPerson = {
  accepts: z.object({
    username: z.string(),
    email: z.string(),
    password: z.string(),
    is_active: z.literal(true, { error: "Make the account first, then change is_active with PUT." }).optional(),
    profile: z.object(nameParts).optional(),
    roles: z.array(z.string()).optional(),
  }),
  to: ({ username, email, password, profile = {}, roles = [] }: { username: string; email: string; password: string; profile?: { phone?: string | null }; roles?: string[] }) => {
    const { phone, ...names } = profile;
    return { username, email, password, ...names, phone_number: phone, ...(roles.length > 0 ? { roles: roles.map(slugOf) } : {}) };
  },
};
