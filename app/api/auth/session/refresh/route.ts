import { deliver, setCookieLine } from "@/lib/http/delivery";
import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";
import { safeReturnTo } from "@/lib/http/return-to";
import { limits } from "@/lib/rate-limit/limits";
import { isRenewedMeanwhile, renewSession } from "@/lib/session/rotate-session";

export const access = anyone();

/** Where the gate sends a page request whose access token has expired: renews it, or clears both cookies, and goes on. */
export const GET = handler({ access, limit: limits.refresh }, async ({ request, ctx }) => {
  const returnTo = safeReturnTo(new URL(request.url).searchParams.get("return_to"));
  // Without the mark it is asked for because of permissions that were given since.
  if (MARK.test(returnTo) && (await isRenewedMeanwhile(ctx))) return redirectTo(returnTo);
  const { refreshCookie } = ctx.credentials;
  const session = refreshCookie ? await renewSession(ctx, refreshCookie) : null;
  ctx.effects.session = session ?? "ended";
  const location = session ? returnTo : `/login?notice=ended&return_to=${encodeURIComponent(withoutMark(returnTo))}`;
  const answer = redirectTo(location);
  // A page's navigation always lives by cookies, whatever the API's delivery mode is.
  for (const cookie of deliver({ ...ctx, kind: "page" }).cookies) answer.headers.append("set-cookie", setCookieLine(cookie));
  return answer;
});

const MARK = /[?&]__refreshed=1$/;

const withoutMark = (path: string) => path.replace(MARK, "");

/** Relative: an absolute address made from the request's URL would change the host and lose the cookies. */
const redirectTo = (location: string) => new Response(null, { status: 307, headers: { location, "cache-control": "no-store" } });
