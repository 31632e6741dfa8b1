/**
 * For a product's own handlers, and for the few of ours that are no operation: the same context, access check,
 * error shape and headers. Only its declared `access` lets a request in.
 */
import type { RowlessAccess } from "@/lib/access/policy";
import { admit } from "@/lib/operation";
import { countByAccount, countByAddress } from "@/lib/rate-limit/count";
import type { Limit } from "@/lib/rate-limit/limits";
import { assertTrustedOrigin } from "@/lib/session/csrf";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/viewer";
import { limitHeaders } from "./limit-headers";
import { requestContext } from "./methods";
import { respondError } from "./respond";

type RouteParams = { params: Promise<Record<string, string | string[] | undefined>> };

export interface HandlerTools {
  request: Request;
  ctx: RequestContext;
  /** null where `access` is anyone() and nobody is signed in. */
  viewer: Viewer | null;
  params: Record<string, string | string[] | undefined>;
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

interface Door {
  access: RowlessAccess;
  limit?: Limit;
}

/** `export const GET = handler({ access: can("reports.view"), limit: limits.read }, async ({ viewer }) => Response.json(…))` */
export function handler({ access, limit }: Door, respondTo: (tools: HandlerTools) => Promise<Response>) {
  return async (request: Request, route: RouteParams): Promise<Response> => {
    const ctx = requestContext(request);
    try {
      if (!SAFE.has(request.method)) assertTrustedOrigin(ctx);
      if (limit?.address) await countByAddress(ctx, limit.address);
      const viewer = access.kind === "anyone" ? null : await admit({ access }, ctx);
      if (limit?.account && viewer) await countByAccount(ctx, limit.account, viewer.userId);
      return withHeaders(await respondTo({ request, ctx, viewer, params: await route.params }), limitHeaders(ctx));
    } catch (error) {
      return respondError(request, ctx.requestId, error, { headers: limitHeaders(ctx) });
    }
  };
}

/** A copy, because the headers of an answer such as `Response.redirect()` cannot be changed. */
function withHeaders(answer: Response, added: Record<string, string>): Response {
  const copy = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(added)) copy.headers.set(name, value);
  return copy;
}
