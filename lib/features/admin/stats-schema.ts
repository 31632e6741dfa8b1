/** The figures of the administration's front page. Shared with the screen: no server imports. */
import { z } from "zod";

/** How many UTC days, today included, the sign-ins are counted by. */
export const STATS_DAYS = 14;

const whole = z.number().int();

export const adminStats = z.object({
  users: z.object({
    total: whole,
    active: whole,
    banned: whole,
    inactive: whole,
    unverified: whole,
    new_7_days: whole,
    new_14_days: whole,
    new_30_days: whole,
  }),
  live_sessions: whole,
  roles: whole,
  permissions: whole,
  sign_in_days: z.array(z.object({ day: z.string(), signed_in: whole, failed: whole })).meta({ description: "UTC days, oldest first" }),
  recent_sign_ins: z.array(
    z.object({
      session_id: z.uuid(),
      user_id: z.uuid(),
      email: z.string(),
      full_name: z.string().nullable(),
      device_name: z.string(),
      ip_address: z.string().nullable(),
      city: z.string().nullable(),
      country: z.string().nullable(),
      at: z.string(),
    }),
  ),
});
