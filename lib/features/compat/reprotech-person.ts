/** A person as Reprotech's documents show them (reference contract T5 to T7). */
import { z } from "zod";
import type { UserSummary } from "@/lib/features/admin/schema";
import { emailField, nameField, usernameField } from "@/lib/features/auth/schema";
import { slugOf } from "./role-name";

export const message = z.object({ message: z.string() });

export const person = z.object({
  id: z.uuid(),
  username: z.string(),
  email: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  is_active: z.boolean(),
  roles: z.array(z.string()),
  created_at: z.string(),
  last_login: z.string().nullable(),
});

export const personOf = (user: UserSummary): z.input<typeof person> => ({ ...user, last_login: user.last_login_at });

/** Its own rules, and all that is wrong in one answer. */
export const newPerson = {
  accepts: z.object({
    username: usernameField,
    email: emailField,
    password: z.string().min(8),
    first_name: nameField.optional(),
    last_name: nameField.optional(),
    roles: z.array(z.string()).optional(),
  }),
  to: ({ roles, ...sent }: { roles?: string[] }) => ({ ...sent, ...(roles && roles.length > 0 ? { roles: roles.map(slugOf) } : {}) }),
};
