/** Figures about people over time. Shared with clients: no server imports. */
import { z } from "zod";

/** How many UTC days, today included, the growth is told by. */
export const GROWTH_DAYS = 30;

const whole = z.number().int();

export const analytics = z.object({
  total_users: whole.meta({ description: "Deleted accounts are nobody" }),
  active_users: whole.meta({ description: "May sign in: neither shut nor banned" }),
  inactive_users: whole,
  verified_users: whole,
  recent_registrations: whole.meta({ description: "Within the last 30 days" }),
  users_by_role: z.record(z.string(), whole).meta({ description: "By the role's name, also those that nobody holds" }),
  recent_logins: z.array(z.object({ user_id: z.uuid(), user: z.string(), timestamp: z.string(), ip_address: z.string().nullable() })).meta({ description: "Newest first" }),
  user_growth: z.array(z.object({ date: z.string(), new_users: whole, total_users: whole })).meta({ description: "UTC days, oldest first" }),
});
export type Analytics = z.infer<typeof analytics>;
