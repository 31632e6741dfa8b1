import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { stateOf } from "@/lib/features/mailed-link/link-state";
import { linkState, tokenField } from "@/lib/features/mailed-link/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { peekToken } from "@/lib/session/one-time-token";

/** Changes nothing, so that a mail scanner may open the page. */
export const showResetLink = defineOperation({
  name: "auth.show-reset-link",
  kind: "query",
  http: { method: "GET", path: "/api/auth/reset-password/{token}" },
  summary: "Whether a link to choose a new password works; uses nothing up",
  access: anyone(),
  limit: limits.mailedLink,
  params: z.object({ token: tokenField }),
  output: linkState,
  audit: false,

  async run({ params: { token } }) {
    const found = await peekToken("password_reset", token);
    return stateOf("password_reset", token, found !== null);
  },
});
