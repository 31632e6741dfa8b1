import { requestContext } from "@/lib/http/methods";
import { viewerOf } from "@/lib/session/viewer";

/** The session check itself: token, database, viewer. No operation around it. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await viewerOf(requestContext(request));
  return Response.json({ ok: viewer !== null }, { status: viewer ? 200 : 401 });
}
