/**
 * What becomes of a request that the gate refused for lack of a permission. The token said no; the database has the last
 * word, and a refusal that stands is an audit row.
 */
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import type { Access } from "@/lib/access/policy";
import { recordDenial } from "@/lib/audit/record-denial";
import { satisfies } from "@/lib/edge/access";
import { privateHeaders } from "@/lib/edge/private-headers";
import { AppError, FORBIDDEN, NOT_FOUND, TOKEN_STALE, UNAUTHORIZED } from "@/lib/errors";
import type { RequestContext } from "@/lib/session/request-context";
import { type Viewer, viewerOf } from "@/lib/session/viewer";
import { setResponseStatus } from "./request-scope";

/** The gate refuses nobody by another kind of access. */
const refusedAccess = z.object({ kind: z.literal("permission"), mode: z.enum(["all", "any"]), permissions: z.array(z.string()) });

interface Refusal {
  access: Extract<Access, { kind: "permission" }>;
  /** Path and query that the client asked for. */
  path: string;
}

/** null for a request that the gate did not send: guard and gate remove these headers from a client's own. */
function readRefusal(head: { get(name: string): string | null }): Refusal | null {
  const path = head.get(privateHeaders.path);
  const parsed = refusedAccess.safeParse(jsonOf(head.get(privateHeaders.denied)));
  return path && parsed.success ? { access: parsed.data, path } : null;
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

async function judge(ctx: RequestContext, { access, path }: Refusal): Promise<{ viewer: Viewer | null; isHeld: boolean }> {
  const viewer = await viewerOf(ctx);
  if (!viewer) return { viewer, isHeld: false };
  if (satisfies(access, viewer.permissions)) return { viewer, isHeld: true };
  await recordDenial({ ...ctx, path }, viewer, { required: access.permissions });
  return { viewer, isHeld: false };
}

/**
 * For the page: returns whom to show the refusal, whose status is then 403; leaves for the page itself, by way of a new token,
 * where the permission was given since, and for the sign-in page where the session has ended.
 */
export async function judgeDeniedPage(ctx: RequestContext): Promise<Viewer> {
  const refusal = readRefusal(await headers());
  if (!refusal) return notFound();
  const { viewer, isHeld } = await judge(ctx, refusal);
  const target = encodeURIComponent(refusal.path);
  if (!viewer || isHeld) {
    // The gate's rewrite has set 403 already.
    setResponseStatus(307);
    redirect(isHeld ? `/api/auth/session/refresh?return_to=${target}` : `/login?return_to=${target}`);
  }
  setResponseStatus(403);
  return viewer;
}

/** For the API. @throws AppError always: 404 reached directly, 401 without a session or with an outdated token, else 403. */
export async function answerDenied({ request, ctx }: { request: Request; ctx: RequestContext }): Promise<never> {
  const refusal = readRefusal(request.headers);
  if (!refusal) throw refused(NOT_FOUND);
  const { viewer, isHeld } = await judge(ctx, refusal);
  if (!viewer) throw refused(UNAUTHORIZED);
  throw refused(isHeld ? TOKEN_STALE : FORBIDDEN);
}

/** The gate's rewrite has set 403 already; this is what is written. */
function refused(error: typeof NOT_FOUND | typeof UNAUTHORIZED | typeof TOKEN_STALE | typeof FORBIDDEN): AppError {
  setResponseStatus(error.status);
  return new AppError(error);
}
