import { verifyAccessToken } from "@/lib/edge/token";

/** The limit of any session check: the token alone, no database, no headers of ours. */
export async function GET(request: Request): Promise<Response> {
  const token = request.headers.get("authorization")?.slice("Bearer ".length) ?? "";
  const verdict = await verifyAccessToken(token);
  return Response.json({ ok: verdict.ok }, { status: verdict.ok ? 200 : 401 });
}
