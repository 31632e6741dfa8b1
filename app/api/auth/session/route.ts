import { corsHeaders } from "@/lib/edge/cors";
import { apiSecurityHeaders } from "@/lib/edge/security-headers";
import { toSession } from "@/lib/auth/to-session";
import { deliver, setCookieLine } from "@/lib/http/delivery";
import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";
import { limits } from "@/lib/rate-limit/limits";
import { isFromElsewhere } from "@/lib/session/csrf";
import { renewSession } from "@/lib/session/rotate-session";
import { viewerOf } from "@/lib/session/viewer";

export const access = anyone();

/**
 * Auth.js's session answer from our session, in place of Auth.js's own, which would mint the cookie anew. Rotates when
 * only the refresh cookie is still good, but not for another site's page, which a GET could have started.
 */
const session = handler({ access, limit: limits.session }, async ({ request, ctx }) => {
  let viewer = await viewerOf(ctx);
  const { refreshCookie } = ctx.credentials;
  if (!viewer && refreshCookie && !isFromElsewhere(ctx)) {
    const renewed = await renewSession(ctx, refreshCookie);
    ctx.effects.session = renewed ?? "ended";
    const credentials = { ...ctx.credentials, accessCookie: renewed?.accessToken ?? null };
    viewer = await viewerOf({ ...ctx, credentials, memo: {} });
  }
  const headers = { ...apiSecurityHeaders(), ...corsHeaders(request), "x-request-id": ctx.requestId };
  const answer = Response.json(viewer && toSession(viewer), { headers });
  for (const cookie of deliver({ ...ctx, kind: "page" }).cookies) answer.headers.append("set-cookie", setCookieLine(cookie));
  return answer;
});

export { session as GET, session as POST };
