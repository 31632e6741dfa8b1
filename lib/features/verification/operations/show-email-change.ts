import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findPendingChange } from "../find-pending-change";

export const showEmailChange = defineOperation({
  name: "verification.show-change",
  kind: "query",
  http: { method: "GET", path: "/api/auth/change-email" },
  summary: "Show the new address that one has asked for and not confirmed yet",
  access: signedIn(),
  whileDue: ["verified_address"],
  limit: limits.read,
  output: z.object({ pending: z.object({ new_email: z.string(), expires_at: z.string() }).nullable() }),
  audit: false,

  async run({ viewer }) {
    const pending = await findPendingChange(viewer.userId);
    return { pending: pending && { new_email: pending.newEmail, expires_at: pending.expiresAt.toISOString() } };
  },
});
