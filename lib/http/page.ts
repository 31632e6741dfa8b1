/**
 * What a page is made with: `export default page(access, async ({ viewer, run, params, search }) => …)`. The check is the
 * page's own, against the database; the edge has only refused earlier what it could. `page` itself is made once, in
 * app/page-maker.tsx, which says how refusals look.
 */
import { cookies, headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache, type ReactNode } from "react";
import type { RowlessAccess } from "@/lib/access/policy";
import { recordDenial } from "@/lib/audit/record-denial";
import { satisfies } from "@/lib/edge/access";
import { cookieNames } from "@/lib/edge/cookies";
import { REFRESHED_MARK } from "@/lib/edge/gate-request";
import { privateHeaders } from "@/lib/edge/private-headers";
import { isDatabaseAway } from "@/lib/db";
import { AppError, UNAVAILABLE } from "@/lib/errors";
import { type AnyOperation, execute, type OutputOf, type RawInput, requiredBy } from "@/lib/operation";
import { dueOf, type WhileDue } from "@/lib/session/due";
import type { RequestContext } from "@/lib/session/request-context";
import { touchSession } from "@/lib/session/touch-session";
import { type Viewer, viewerOf } from "@/lib/session/viewer";
import { makeContext } from "./context";
import { requestScope, setResponseStatus } from "./request-scope";
import { asAppError } from "./respond";

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

/** For layouts and menus: who is there, without any demand. Without a database nobody is; the page inside says so. */
export async function currentViewer(): Promise<Viewer | null> {
  try {
    return await viewerOf(await pageContext());
  } catch (error) {
    if (isDatabaseAway(error)) return null;
    throw error;
  }
}

/** For layouts and menus: what an operation gives, or null where it refuses or there is no database. */
export async function runForFrame<Op extends AnyOperation>(operation: Op, raw?: RawInput): Promise<OutputOf<Op> | null> {
  try {
    return await execute(operation, await pageContext(), raw);
  } catch (error) {
    if (error instanceof AppError || isDatabaseAway(error)) return null;
    throw error;
  }
}

/** How a page looks that cannot be shown. Rendered in its place, so that it stands in the HTML, whatever the browser runs. */
export interface RefusalViews {
  denied(refused: { viewer: Viewer; reference: string; required: string[] }): ReactNode;
  notFound(): ReactNode;
  unavailable(refused: { reference: string }): ReactNode;
}

/** Thrown on the way to a page, caught by the page. */
class PageRefusal extends Error {
  constructor(
    readonly kind: "denied" | "not-found" | "unavailable",
    readonly required: string[] = [],
    cause?: unknown,
  ) {
    super(kind, { cause });
  }
}

type ViewerOf<A extends RowlessAccess> = A extends { kind: "anyone" } ? Viewer | null : Viewer;

interface PageOptions {
  /** What may be due while it is open; as in operations. Otherwise it leads to where that is done. */
  whileDue?: WhileDue;
}

type Render<A extends RowlessAccess> = (tools: PageTools<ViewerOf<A>>) => Promise<ReactNode>;

/** `page`: checks a page's own access and runs operations as its viewer. */
export const makePage =
  (views: RefusalViews) =>
  <const A extends RowlessAccess>(access: A, render: Render<A>, options: PageOptions = {}) =>
    async function Page({ params, searchParams }: PageProps): Promise<ReactNode> {
      const ctx = await pageContext();
      const search = firsts(await searchParams);
      const run: Run = (operation, raw) => guarded(() => execute(operation, ctx, raw));
      try {
        const viewer = (await guarded(() => admit(ctx, access, search, options))) as ViewerOf<A>;
        void touchSession(ctx);
        const given = firsts(await params) as Record<string, string>;
        return await guarded(() => render({ viewer, ctx, params: given, search, path: ctx.path, run }));
      } catch (error) {
        if (error instanceof PageRefusal) return refuse(error, ctx, views);
        throw error;
      }
    };

/** The view, under its status. Where no server of ours can set one, Next's own way does, whose view needs a script. */
async function refuse({ kind, required, cause }: PageRefusal, ctx: RequestContext, views: RefusalViews): Promise<ReactNode> {
  const reference = ctx.requestId;
  if (kind === "unavailable") {
    asAppError(cause, reference);
    setResponseStatus(503, { "retry-after": "2" });
    return views.unavailable({ reference });
  }
  if (!requestScope()) return kind === "denied" ? forbidden() : notFound();
  setResponseStatus(kind === "denied" ? 403 : 404);
  const viewer = kind === "denied" ? await viewerOf(ctx) : null;
  return viewer ? views.denied({ viewer, reference, required }) : views.notFound();
}

const firsts = (record: Record<string, string | string[] | undefined>): Search =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]));

async function admit(ctx: RequestContext, access: RowlessAccess, search: Search, { whileDue }: PageOptions): Promise<Viewer | null> {
  const viewer = await viewerOf(ctx);
  if (access.kind === "anyone") return viewer;
  if (!viewer) return leave(ctx, search);
  if (!satisfies(access, viewer.permissions)) {
    const required = requiredBy(access);
    await recordDenial(ctx, viewer, { required });
    throw new PageRefusal("denied", required);
  }
  const due = dueOf(viewer, whileDue);
  return due ? redirect(due.page) : viewer;
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

/** What operations throw, as what becomes of the page; anything else is our bug and keeps its way to the error page. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PageRefusal) throw error;
    if (isDatabaseAway(error)) throw new PageRefusal("unavailable", [], error);
    if (!(error instanceof AppError)) throw marked(error);
    if (error.status === 404) throw new PageRefusal("not-found");
    if (error.status === 403) throw new PageRefusal("denied");
    if (error.status === 401) redirect("/login");
    if (error.code === UNAVAILABLE.code) throw new PageRefusal("unavailable", [], error);
    setResponseStatus(error.status);
    throw error;
  }
}

/** The digest is all of a server's error that reaches the error page: here the reference, which the log has too. */
function marked(error: unknown): unknown {
  const isOurs = error instanceof Error && !("digest" in error) && !(error instanceof PageRefusal);
  return isOurs ? Object.assign(error, { digest: requestScope()?.requestId ?? "" }) : error;
}
