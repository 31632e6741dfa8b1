import { corsHeaders } from "@/lib/edge/cors";
import { REQUEST_ID_HEADER } from "@/lib/edge/request-id";
import { securityHeaders } from "@/lib/edge/security-headers";
import { AppError, NOT_FOUND, UNAUTHORIZED } from "@/lib/errors";
import { isId } from "@/lib/ids";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/viewer";
import { fileStorage } from "@/lib/storage/storage";
import { mayViewAvatar } from "../repo";

/** What `handler()` gives, as far as it is needed here. */
interface AvatarRequest {
  request: Request;
  ctx: RequestContext;
  viewer: Viewer | null;
  params: Record<string, string | string[] | undefined>;
}

const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * A picture, for its owner, for people of a shared organization, and for whoever may view people everywhere. The id
 * names these bytes for ever, so a browser keeps them; nothing in them can run.
 * @throws AppError 404 for everybody else, and for what is not there
 */
export async function serveAvatar({ request, ctx, viewer, params: { id } }: AvatarRequest): Promise<Response> {
  if (!viewer) throw new AppError(UNAUTHORIZED);
  if (!isId(id) || !(await mayViewAvatar(viewer, id))) throw new AppError(NOT_FOUND);
  const etag = `"${id}"`;
  const headers = {
    ...securityHeaders(),
    ...corsHeaders(request),
    [REQUEST_ID_HEADER]: ctx.requestId,
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "content-disposition": 'inline; filename="avatar.webp"',
    "cross-origin-resource-policy": "same-site",
    "cache-control": `private, max-age=${YEAR_SECONDS}, immutable`,
    etag,
  };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  const file = await fileStorage().get(id);
  if (!file) throw new AppError(NOT_FOUND);
  const sized = { ...headers, "content-type": file.contentType, "content-length": String(file.bytes.byteLength) };
  return new Response(request.method === "HEAD" ? null : new Uint8Array(file.bytes), { headers: sized });
}
