import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { stateOf } from "@/lib/features/mailed-link/link-state";
import { tokenField } from "@/lib/features/mailed-link/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { peekToken } from "@/lib/session/one-time-token";
import { assertMagicLinkOffered } from "../offered";
import { magicLinkState } from "../schema";

/** Changes nothing, so that a mail scanner may open the page. */
export const showMagicLink = defineOperation({
  name: "auth.show-magic-link",
  kind: "query",
  http: { method: "GET", path: "/api/auth/magic-link/{token}" },
  summary: "Whether a link to sign in with works, and whom it signs in; uses nothing up",
  access: anyone(),
  limit: limits.mailedLink,
  params: z.object({ token: tokenField }),
  output: magicLinkState,
  audit: false,

  async run({ params: { token } }) {
    assertMagicLinkOffered();
    const peeked = await peekToken("magic_link", token);
    const found = peeked?.userId ? peeked : null;
    const returnTo = typeof found?.payload?.return_to === "string" ? found.payload.return_to : null;
    return { ...(await stateOf("magic_link", token, found !== null)), email: found?.address ?? null, return_to: returnTo };
  },
});
