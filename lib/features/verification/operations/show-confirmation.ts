import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { messageFields, say } from "@/lib/features/auth/schema";
import { INVALID_TOKEN, invalidToken } from "@/lib/features/mailed-link/errors";
import { tokenField } from "@/lib/features/mailed-link/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { explainToken, type TokenTrouble } from "@/lib/session/token-trouble";
import { findConfirmation } from "../find-confirmation";
import { addressOwner } from "../schema";

/** A link that nothing is wrong with is to an address that the account no longer has. */
async function whyNot(token: string): Promise<TokenTrouble> {
  const { trouble } = await explainToken("email_verification", token);
  return trouble === "busy" ? "unknown" : trouble;
}

export const showConfirmation = defineOperation({
  name: "verification.show",
  kind: "query",
  http: { method: "GET", path: "/api/auth/confirm/{token}" },
  summary: "What the link of a mail would confirm; changes nothing, because mail scanners open links too",
  access: anyone(),
  limit: limits.mailedLink,
  params: z.object({ token: tokenField }),
  output: z.object({
    ...messageFields,
    user: addressOwner,
    confirm: z.object({ method: z.literal("POST"), path: z.string() }).nullable().meta({ description: "What confirms the address; null: it is confirmed already" }),
  }),
  errors: { INVALID_TOKEN },
  audit: false,

  async run({ params: { token } }) {
    const found = await findConfirmation(token);
    if (!found) throw invalidToken(await whyNot(token));
    const { id, email, isVerified } = found;
    return {
      ...say(isVerified ? "This address is confirmed." : "Nothing was changed. Send POST to this path to confirm the address."),
      user: { id, email, is_verified: isVerified },
      confirm: isVerified ? null : { method: "POST" as const, path: `/api/auth/confirm/${encodeURIComponent(token)}` },
    };
  },
});
