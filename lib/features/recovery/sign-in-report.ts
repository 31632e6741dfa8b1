/** What the mail about a sign-in from a new device can be answered with: "this was not me". */
import { z } from "zod";

/** What the token of such a mail remembers; the mail was sent with the sign-in itself. */
export const signInReport = z.object({
  session_id: z.uuid(),
  /** Of the device's cookie, as hex; null for a client that keeps none. */
  device_hash: z.string().nullable(),
  device: z.string(),
  place: z.string().nullable(),
  at: z.string(),
});
