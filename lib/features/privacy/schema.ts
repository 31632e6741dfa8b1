/** One's own data on the wire. Shared with screens and clients: no server imports. */
import { z } from "zod";
import { messageFields } from "@/lib/features/auth/schema";

export const deleteAccountInput = z.strictObject({
  confirm: z.string().trim().min(1).max(254).meta({ description: "One's own username or e-mail address, typed as a confirmation" }),
});

export const deletionOutput = z.object({
  ...messageFields,
  deletion_due_at: z.string().meta({ description: "Until then a sign-in can take it back" }),
  sessions_revoked: z.number().int(),
});
