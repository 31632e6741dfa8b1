/** Who holds which role where, on the wire. No server imports. */
import { z } from "zod";

export const wireAssignment = z.object({
  id: z.uuid(),
  role_id: z.uuid(),
  role_name: z.string(),
  role_display_name: z.string(),
  organization_id: z.uuid().nullable().meta({ description: "null: on the whole platform" }),
  granted_by_id: z.uuid().nullable(),
  expires_at: z.string().nullable(),
  created_at: z.string(),
});
export type WireAssignment = z.infer<typeof wireAssignment>;

export const userParams = z.object({ id: z.uuid() });

/** Which role, where, until when. */
export const giveFields = {
  role_id: z.uuid().nullish(),
  role: z.string().trim().min(1).max(80).nullish().meta({ description: "Its name; role_id wins" }),
  organization_id: z.uuid().nullish().meta({
    description: "null: on the whole platform. Left out: the active organization or the person's own, and the platform for a role that holds everything",
  }),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
};

export const giveInput = z
  .strictObject(giveFields)
  .refine(({ role_id: id, role }) => Boolean(id ?? role), { path: ["role_id"], error: "This is required: role_id, or role with the role's name." });

export type GiveInput = z.output<typeof giveInput>;
