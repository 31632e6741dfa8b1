import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { TROUBLES } from "@/lib/features/mailed-link/errors";
import { type LinkState, stateOf } from "@/lib/features/mailed-link/link-state";
import { linkState, tokenField } from "@/lib/features/mailed-link/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { peekToken } from "@/lib/session/one-time-token";
import { findPendingChange } from "../find-pending-change";

const PURPOSE = "email_change";

/** To whoever is signed in, a link of somebody else's is for something else. */
async function linkOf(userId: string, token: string): Promise<LinkState> {
  const found = await peekToken(PURPOSE, token);
  if (found && found.userId !== userId) return { is_valid: false, reason: "foreign", message: TROUBLES.foreign };
  return stateOf(PURPOSE, token, found !== null);
}

export const showEmailChange = defineOperation({
  name: "verification.show-change",
  kind: "query",
  http: { method: "GET", path: "/api/auth/change-email" },
  summary: "Show the new address that one has asked for and not confirmed yet",
  access: signedIn(),
  whileDue: ["verified_address"],
  limit: limits.read,
  query: z.object({ token: tokenField.optional() }),
  output: z.object({
    pending: z.object({ new_email: z.string(), expires_at: z.string() }).nullable(),
    link: linkState.nullable().meta({ description: "With `token`: what the link of a mail would do" }),
  }),
  audit: false,

  async run({ viewer, query: { token } }) {
    const [pending, link] = await Promise.all([findPendingChange(viewer.userId), token === undefined ? null : linkOf(viewer.userId, token)]);
    return { pending: pending && { new_email: pending.newEmail, expires_at: pending.expiresAt.toISOString() }, link };
  },
});
