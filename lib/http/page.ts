/**
 * What a page is made with: `export default page(access, async ({ viewer, run, params, search }) => …)`. The check is the
 * page's own, against the database; the edge has only refused earlier what it could.
 */
import { cookies, headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache, type ReactNode } from "react";
import type { Access } from "@/lib/access/policy";
import { satisfies } from "@/lib/edge/access";
import { cookieNames } from "@/lib/edge/cookies";
import { REFRESHED_MARK } from "@/lib/edge/gate-request";
import { privateHeaders } from "@/lib/edge/private-headers";
import { isDatabaseAway } from "@/lib/db";
import { AppError, UNAVAILABLE } from "@/lib/errors";
import { type AnyOperation, execute, type OutputOf, type RawInput, recordDenial } from "@/lib/operation";
import type { RequestContext } from "@/lib/session/request-context";
import { touchSession } from "@/lib/session/touch-session";
import { type Viewer, viewerOf } from "@/lib/session/viewer";
import { makeContext } from "./context";
import { requestScope, setResponseStatus } from "./request-scope";

type Search = Record<string, string | undefined>;
type Run = <Op extends AnyOperation>(operation: Op, raw?: RawInput) => Promise<OutputOf<Op>>;

export interface PageTools<V> {
  /** null only on pages that are open to anyone. */
  viewer: V;
  ctx: RequestContext;
  params: Record<string, string>;
  /** Query parameters; of a repeated one the first. */
  search: Search;
  /** Path and query, for `return_to`. */
  path: string;
  run: Run;
}

interface PageProps {
  params: Promise<Record<string, string | string[] | undefined>>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** One context, and so one session check, for a page and the layouts around it. */
export const pageContext = cache(async (): Promise<RequestContext> => {
  const [head, jar] = await Promise.all([headers(), cookies()]);
  const path = head.get(privateHeaders.path) ?? "/";
  return makeContext({ kind: "page", method: "GET", path, headers: head, cookie: (name) => jar.get(name)?.value });
});

/** For layouts and menus: who is there, without any demand. */
export async function currentViewer(): Promise<Viewer | null> {
  return guarded(async () => viewerOf(await pageContext()));
}

type ViewerOf<A extends Access> = A extends { kind: "anyone" } ? Viewer | null : Viewer;

/** A page that checks its own access and runs operations as its viewer. */
export function page<const A extends Access>(
  access: A,
  render: (tools: PageTools<ViewerOf<A>>) => Promise<ReactNode>,
  options: { beforePasswordChange?: boolean } = {},
) {
  return async function Page({ params, searchParams }: PageProps): Promise<ReactNode> {
    const ctx = await pageContext();
    const search = firsts(await searchParams);
    const viewer = await guarded(() => admit(ctx, access, search, options.beforePasswordChange ?? access.kind === "anyone"));
    const run: Run = (operation, raw) => guarded(() => execute(operation, ctx, raw));
    void touchSession(ctx);
    const tools = { viewer: viewer as ViewerOf<A>, ctx, params: firsts(await params) as Record<string, string>, search, path: ctx.path, run };
    return guarded(() => render(tools));
  };
}

const firsts = (record: Record<string, string | string[] | undefined>): Search =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]));

async function admit(ctx: RequestContext, access: Access, search: Search, mayBeDue: boolean): Promise<Viewer | null> {
  const viewer = await viewerOf(ctx);
  if (access.kind === "anyone") return viewer;
  if (!viewer) return leave(ctx, search);
  if (!satisfies(access, viewer.permissions)) {
    const required = access.kind === "permission" ? access.permissions : [];
    await recordDenial(ctx, viewer, { required });
    forbidden();
  }
  if (viewer.mustChangePassword && !mayBeDue) redirect("/account/security?due=1");
  return viewer;
}

/** Nobody there: through the refresh route once, if a refresh cookie may help; else to the sign-in page. */
async function leave(ctx: RequestContext, search: Search): Promise<never> {
  const target = encodeURIComponent(ctx.path);
  const jar = await cookies();
  const canRefresh = jar.has(cookieNames().refresh) && search[REFRESHED_MARK] === undefined;
  if (!canRefresh) redirect(`/login?return_to=${target}`);
  const mark = `${ctx.path.includes("?") ? "&" : "?"}${REFRESHED_MARK}=1`;
  redirect(`/api/auth/session/refresh?return_to=${encodeURIComponent(ctx.path + mark)}`);
}

/** Statuses for what operations throw: 404, 403, and 503 with Retry-After while the database is away. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && error.status === 404) notFound();
    if (error instanceof AppError && error.status === 403) forbidden();
    if (error instanceof AppError && error.status === 401) redirect("/login");
    const away = isDatabaseAway(error) || (error instanceof AppError && error.code === UNAVAILABLE.code);
    if (away) setResponseStatus(503, { "retry-after": "2" });
    else if (error instanceof AppError) setResponseStatus(error.status);
    throw marked(error, away);
  }
}

/**
 * The digest is all of a server's error that reaches the error page: which kind it is, and the reference that the log
 * has too. Next's own errors (redirects, not found) carry theirs.
 */
function marked(error: unknown, away: boolean): unknown {
  if (error instanceof Error && !("digest" in error))
    Object.assign(error, { digest: `${away ? UNAVAILABLE.code : "ERROR"}:${requestScope()?.requestId ?? ""}` });
  return error;
}
