/** A session on the wire: the union of the reference contract's L1 and S0. No server imports. */
import { z } from "zod";

/** `id` and `session_id` are the same, `last_activity` and `last_activity_at` too: old clients differ. */
export const wireSession = z.object({
  id: z.uuid(),
  session_id: z.uuid(),
  user_id: z.uuid(),
  tenant_id: z.uuid().nullable(),
  device_name: z.string(),
  browser: z.string().nullable(),
  os: z.string().nullable(),
  device_fingerprint: z.string().nullable(),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  country: z.string().nullable(),
  city: z.string().nullable(),
  created_at: z.string(),
  last_activity: z.string(),
  last_activity_at: z.string(),
  expires_at: z.string(),
  /** Neither ended nor run out. */
  is_active: z.boolean(),
  is_current: z.boolean(),
  revoked: z.boolean(),
  revoked_at: z.string().nullable(),
  revoke_reason: z.string().nullable(),
});

export type WireSession = z.infer<typeof wireSession>;

export const endedSessions = z.object({ message: z.string(), sessions_revoked: z.number().int() });
