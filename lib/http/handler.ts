/**
 * For a product's own handlers, and for the few of ours that are no operation: the same context, access check,
 * error shape and headers. Only its declared `access` lets a request in.
 */
import type { RowlessAccess } from "@/lib/access/policy";
import { AppError, UNAVAILABLE } from "@/lib/errors";
import { isDatabaseAway } from "@/lib/db";
import { admit } from "@/lib/operation";
import { assertTrustedOrigin } from "@/lib/session/csrf";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/viewer";
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

/** `export const GET = handler({ access: can("reports.view") }, async ({ viewer }) => Response.json(…))` */
export function handler({ access }: { access: RowlessAccess }, respondTo: (tools: HandlerTools) => Promise<Response>) {
  return async (request: Request, route: RouteParams): Promise<Response> => {
    const ctx = requestContext(request);
    try {
      if (!SAFE.has(request.method)) assertTrustedOrigin(ctx);
      const viewer = access.kind === "anyone" ? null : await admit({ access }, ctx);
      return await respondTo({ request, ctx, viewer, params: await route.params });
    } catch (error) {
      const away = isDatabaseAway(error) ? new AppError(UNAVAILABLE, { retryAfterSeconds: 2 }) : error;
      return respondError(request, ctx.requestId, away);
    }
  };
}
