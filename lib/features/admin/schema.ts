/** People, their sessions and the figures as administration shows them. Shared with screens and clients: no server imports. */
import { z } from "zod";
import { messageFields, say } from "@/lib/features/auth/schema";
import { wireSession } from "@/lib/features/sessions/schema";

export const userStatus = z.enum(["active", "banned", "inactive", "unverified"]);
export type WireUserStatus = z.infer<typeof userStatus>;

/** A role somebody holds; `organization_id` null: on the whole platform. */
const heldRole = z.object({
  id: z.uuid(),
  name: z.string(),
  display_name: z.string(),
  organization_id: z.uuid().nullable(),
});

/** One row of the list: the union of the reference systems' summaries. `is_active`: may sign in, so false while banned. */
export const userSummary = z.object({
  id: z.uuid(),
  email: z.string(),
  username: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  full_name: z.string().nullable(),
  status: userStatus,
  is_active: z.boolean(),
  is_verified: z.boolean(),
  role_id: z.uuid().nullable(),
  role_name: z.string().nullable(),
  roles: z.array(z.string()),
  held_roles: z.array(heldRole),
  provider: z.string(),
  profile_picture_url: z.string().nullable(),
  last_login_at: z.string().nullable(),
  created_at: z.string(),
});
export type UserSummary = z.infer<typeof userSummary>;

/** One person, with what only the administration sees. */
export const userDetail = userSummary.extend({
  phone_number: z.string().nullable(),
  email_verified_at: z.string().nullable(),
  has_password: z.boolean(),
  must_change_password: z.boolean(),
  locked_until: z.string().nullable().meta({ description: "Too many failed sign-ins: no password is looked at until then, but from devices that are known" }),
  mfa_enabled: z.boolean(),
  banned_at: z.string().nullable(),
  ban_expires_at: z.string().nullable(),
  ban_reason: z.string().nullable(),
  deleted_at: z.string().nullable(),
  updated_at: z.string(),
});
export type UserDetail = z.infer<typeof userDetail>;

/** A session of somebody, ended ones included. */
export const adminSession = wireSession.extend({ jti: z.uuid().meta({ description: "The session's id: what its tokens bear as sid" }) });

export const phoneField = z.string().trim().regex(/^\+?[\d\s\-()]{10,15}$/, { error: "This is not a phone number." });

export const userIdParams = z.object({ id: z.uuid() });

export const messageOutput = { ...messageFields, user_id: z.uuid() };

/** A sentence, and whom it is about. */
export const sayOf = (userId: string, message: string) => ({ ...say(message), user_id: userId });
