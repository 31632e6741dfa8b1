import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { messageFields, say } from "@/lib/features/auth/schema";
import { INVALID_TOKEN, invalidToken } from "@/lib/features/recovery/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findLink } from "../find-link";
import { addressOwner, tokenField } from "../schema";

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
    const { state, owner } = await findLink("email_verification", token);
    if (!owner || (state !== "open" && state !== "done")) throw invalidToken(state === "open" || state === "done" ? "unknown" : state);
    const isDone = state === "done";
    return {
      ...say(isDone ? "This address is confirmed." : "Nothing was changed. Send POST to this path to confirm the address."),
      user: { id: owner.id, email: owner.email, is_verified: owner.isVerified },
      confirm: isDone ? null : { method: "POST" as const, path: `/api/auth/confirm/${encodeURIComponent(token)}` },
    };
  },
});
