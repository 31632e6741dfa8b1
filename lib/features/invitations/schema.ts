/** Invitations on the wire. Shared with screens and clients: no server imports. */
import { z } from "zod";
import { emailField } from "@/lib/features/auth/schema";

/** Nobody begins with more. */
const ROLES_MAX = 20;

export const inviteInput = z.strictObject({
  email: emailField,
  roles: z
    .array(z.string().trim().min(1).max(100))
    .max(ROLES_MAX)
    .transform((names) => [...new Set(names)])
    .optional()
    .meta({ description: "Names of what they shall hold in the organization. Left out: what everybody begins with" }),
});

export const invitationParams = z.object({ organization_id: z.uuid(), invitation_id: z.uuid() });

/** Longer than any token of ours, so that one with something behind it is no token either. */
const TOKEN_READ = 200;

/** Whatever is no token of ours is a link that leads nowhere, not a bad request: mail programs cut links, and wrap them. */
export const linkTokenField = z.string().trim().transform((token) => token.slice(0, TOKEN_READ));

export const invitationRole = z.object({ id: z.uuid(), name: z.string(), display_name: z.string() });

export const invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  status: z.enum(["pending", "expired", "accepted", "cancelled"]),
  roles: z.array(invitationRole).meta({ description: "Given when they join, as far as the inviter may still give them" }),
  invited_by: z.object({ id: z.uuid(), email: z.string() }).nullable().meta({ description: "null: their account is gone" }),
  created_at: z.string(),
  sent_at: z.string().meta({ description: "When the newest mail was written" }),
  expires_at: z.string(),
  accepted_at: z.string().nullable(),
  cancelled_at: z.string().nullable(),
});
export type WireInvitation = z.infer<typeof invitation>;

/**
 * What a link is worth. `malformed`: cut off, or with something added; `foreign`: of another mail of ours; `unknown`: never there, or
 * replaced by that of a newer mail.
 */
export const linkStates = ["open", "expired", "used", "cancelled", "malformed", "foreign", "unknown"] as const;
export type LinkState = (typeof linkStates)[number];

/**
 * What its holder does next with an open one: `create` an account, `sign_in` to the one that has the address, `join` with the one
 * that is signed in, `switch` from somebody else's account, or nothing, as a `member`.
 */
export const nextSteps = ["create", "sign_in", "join", "switch", "member"] as const;
export type NextStep = (typeof nextSteps)[number];
