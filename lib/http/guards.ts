/**
 * Checks for a product's own code: the same viewer, against the database, and the same `access.denied` row as in operations.
 * In a route handler or a server action pass the `ctx` that `handler()` or `serverAction()` gives. Server components need
 * none: the request's own is found, and its session is asked for once.
 */
import { headers } from "next/headers";
import type { PermissionName } from "@/lib/access/catalogue";
import { canAll, canAny, can as needs, holds, type RowlessAccess, signedIn } from "@/lib/access/policy";
import { recordDenial } from "@/lib/audit/record-denial";
import { AppError, FORBIDDEN } from "@/lib/errors";
import { admit } from "@/lib/operation";
import { assertTrustedOrigin } from "@/lib/session/csrf";
import { dueOf } from "@/lib/session/due";
import type { RequestContext } from "@/lib/session/request-context";
import { type Viewer, viewerOf } from "@/lib/session/viewer";
import { pageContext } from "./page";

/** Whether the viewer holds the permission: for what is shown, not for what is done. Nobody is refused, nothing is recorded. */
export async function can(permission: PermissionName, ctx?: RequestContext): Promise<boolean> {
  const viewer = await viewerOf(ctx ?? (await pageContext()));
  return viewer !== null && dueOf(viewer) === null && holds(viewer, permission);
}

/** @throws AppError 401 without a session, 403 without the permission or while something is due */
export const requirePermission = (permission: PermissionName, ctx?: RequestContext): Promise<Viewer> => pass(needs(permission), ctx);

/** All of them. An empty list lets nobody in. @throws AppError 401, 403 */
export const requireAllPermissions = (permissions: readonly PermissionName[], ctx?: RequestContext): Promise<Viewer> => pass(canAll(...permissions), ctx);

/** One of them. @throws AppError 401, 403 */
export const requireAnyPermission = (permissions: readonly PermissionName[], ctx?: RequestContext): Promise<Viewer> => pass(canAny(...permissions), ctx);

/**
 * A role by its name or id, in the active organization or on the platform. Roles are what administrators rename and regroup:
 * ask for a permission wherever you can. @throws AppError 401, 403
 */
export const requireRole = (role: string, ctx?: RequestContext): Promise<Viewer> => requireAnyRole([role], ctx);

/** One of them, by name or id. @throws AppError 401, 403 */
export async function requireAnyRole(roles: readonly string[], ctx?: RequestContext): Promise<Viewer> {
  const found = ctx ?? (await ownContext());
  const viewer = await admit({ access: signedIn() }, found);
  if (viewer.roles.some(({ id, name }) => roles.includes(name) || roles.includes(id))) return viewer;
  await recordDenial(found, viewer, { required_roles: roles });
  throw new AppError(FORBIDDEN);
}

const pass = async (access: RowlessAccess, ctx?: RequestContext): Promise<Viewer> => admit({ access }, ctx ?? (await ownContext()));

/**
 * The request's own context. Of one that submits something (a form, or a call of a server action), the origin is checked: a
 * guard that was called without `ctx` in an action must not let another site's page in.
 */
async function ownContext(): Promise<RequestContext> {
  const [ctx, head] = await Promise.all([pageContext(), headers()]);
  const submits = head.has("next-action") || /^(multipart\/form-data|application\/x-www-form-urlencoded|text\/plain)/i.test(head.get("content-type") ?? "");
  if (submits) assertTrustedOrigin(ctx);
  return ctx;
}
