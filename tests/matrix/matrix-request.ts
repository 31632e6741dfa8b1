/** What is sent for a row of the matrix, and where it is sent. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Method } from "@/lib/operation";
import { randomToken, sha256 } from "@/lib/crypto";
import { newId } from "@/lib/ids";
import type { MatrixRow, ViewerKind } from "../../scripts/contracts/access-matrix";
import { answers } from "../../scripts/contracts/find-faults";
import { readRoutes } from "../../scripts/contracts/read-routes";
import { makeConnection } from "../factories/make-connection";
import { makeInvitation } from "../factories/make-invitation";
import { makePasskey } from "../factories/make-passkey";
import { makePatient } from "../factories/make-patient"; // feature:patients
import { makePermission } from "../factories/make-permission";
import { makeRole } from "../factories/make-role";
import { makeEvents } from "../factories/make-events";
import { defaultOrganization } from "../factories/make-organization";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import type { HttpRequest } from "../setup/http";
import { oneRow } from "../setup/sql";
import type { MatrixViewer } from "./viewer-of-kind";

export const ROOT = join(import.meta.dirname, "../..");

/** By cookie with a browser's headers, or by Bearer. */
export type Door = "cookie" | "bearer";

const { routes } = await readRoutes(ROOT);

/** The module of the route file that answers a row. */
export async function routeOf({ path, method }: Pick<MatrixRow, "path" | "method">): Promise<object> {
  const route = routes.find(({ pattern, methods }) => (pattern === path || answers(pattern, path)) && methods[method as Method]);
  if (!route) throw new Error(`no route answers ${method} ${path}`);
  return (await import(pathToFileURL(join(ROOT, route.file)).href)) as object;
}

/** `owner`: whoever holds nothing, at a row of their own, for operations that are own-or-any. */
export type Sender = ViewerKind | "owner";

const personOrSelf = async (viewer: MatrixViewer, kind: Sender) => ({ id: kind === "owner" && viewer ? viewer.user.id : (await person()).id });

/** The row that a path's id names: somebody of `default`, or something of the viewer's own where that is what the operation is about. */
const SUBJECTS: Record<string, (viewer: MatrixViewer, kind: Sender) => Promise<Record<string, string>>> = {
  "/api/admin/users/{id}": personOrSelf,
  "/api/rbac/users/{id}/roles/{assignment_id}": async () => {
    const { id } = await person();
    const held = await oneRow<{ id: string }>("SELECT id FROM role_assignments WHERE user_id = $1", [id]);
    return { id, assignment_id: held.id };
  },
  "/api/rbac/users/{id}": personOrSelf,
  "/api/rbac/roles/{role_id}": async () => ({ role_id: (await makeRole([])).id }),
  "/api/rbac/permissions/{permission_id}": async () => ({ permission_id: (await makePermission()).id }),
  "/api/audit/sessions/{session_id}": async (viewer, kind) => {
    const owner = viewer && kind !== "otherTenant" ? viewer.user : await person();
    return { session_id: (await makeSession(owner)).sessionId };
  },
  "/api/patients/{patient_id}": async (viewer, kind) => ({ patient_id: (await makePatient(kind === "owner" && viewer ? viewer.user : await person())).id }), // feature:patients
  "/api/audit/activity-logs/resource/{resource_type}/{resource_id}": async (viewer, kind) => {
    const resource = { type: "note", id: newId() };
    const ownerId = kind === "owner" && viewer ? viewer.user.id : (await person()).id;
    await makeEvents((await defaultOrganization()).id, [{ action: "note.written", stream: "activity", resource, targetUserId: ownerId }]);
    return { resource_type: resource.type, resource_id: resource.id };
  },
  "/api/organizations/{organization_id}/members/{id}": async (viewer, kind) => ({ ...(await homeOrganization()), ...(await personOrSelf(viewer, kind)) }),
  "/api/organizations/{organization_id}/invitations/{invitation_id}": async () => ({ ...(await homeOrganization()), invitation_id: (await makeInvitation({ organization: await defaultOrganization() })).id }),
  "/api/organizations/{organization_id}": homeOrganization,
  // feature:compat begin
  "/api/users/{id}": personOrSelf,
  "/api/roles/{id}": async () => ({ id: (await makeRole([])).id }),
  "/api/v1/users/{id}/roles/{role_id}": async () => {
    const { id } = await person();
    return { id, ...(await oneRow<{ role_id: string }>("SELECT role_id FROM role_assignments WHERE user_id = $1", [id])) };
  },
  "/api/v1/users/{id}": personOrSelf,
  // feature:compat end
  "/api/auth/connections/{id}": async (viewer, kind) => ({ id: (await makeConnection(await ownerFor(viewer, kind))).id }),
  "/api/auth/passkeys/{id}": async (viewer, kind) => ({ id: (await makePasskey(await ownerFor(viewer, kind))).id }),
  "/api/auth/trusted-devices/{id}": async (viewer, kind) => trustedDeviceOf(await ownerFor(viewer, kind)),
  // Whoever opens a link is asked nothing; that this one is no good is said to everybody alike.
  "/api/auth/confirm/{token}": noLink,
  "/api/auth/magic-link/{token}": noLink,
  "/api/auth/not-me/{token}": noLink,
  "/api/auth/reset-password/{token}": noLink,
  // None is configured there: a 404 for everybody.
  "/api/auth/login/[provider]": async () => ({ provider: "google" }),
  "/api/auth/auth/[provider]/callback": async () => ({ provider: "google" }),
  "/api/avatars/[id]": async () => ({ id: newId() }),
};

/** One's own; of another tenant only somebody else's can be there. */
const ownerFor = async (viewer: MatrixViewer, kind: Sender): Promise<{ id: string }> => (viewer && kind !== "otherTenant" ? viewer.user : person());

async function noLink() {
  return { token: randomToken() };
}

const trustedDeviceOf = (user: { id: string }) =>
  oneRow<{ id: string }>(
    `INSERT INTO known_devices (id, user_id, device_hash, device_name, first_seen_at, last_seen_at, trusted_at, trusted_until)
     VALUES ($1, $2, $3, 'Firefox on Linux', app_now(), app_now(), app_now(), app_now() + interval '1 day') RETURNING id`,
    [newId(), user.id, sha256(newId())],
  );

async function homeOrganization() {
  return { organization_id: (await defaultOrganization()).id };
}

/** What a list must be asked for. */
const QUERIES: Record<string, () => Promise<Record<string, string>>> = {
  "/api/rbac/users": async () => ({ role_id: (await makeRole([])).id }),
};

/** What reads a form with a file; a JSON body is a 415 there before anybody is asked who they are. */
const MULTIPART = new Set(["POST /api/auth/upload-profile-picture", "POST /api/admin/users/import"]);

async function person() {
  const user = await makeUser({ roles: ["user"], password: null });
  await makeSession(user);
  return user;
}

async function paramsOf(path: string, viewer: MatrixViewer, kind: Sender): Promise<Record<string, string>> {
  const handle = /\/(@\w+)$/.exec(path)?.[1];
  if (handle) return { handle };
  if (!/[[{]/.test(path)) return {};
  const subject = Object.entries(SUBJECTS).find(([prefix]) => path.startsWith(prefix));
  if (!subject) throw new Error(`teach the matrix, in tests/matrix/matrix-request.ts, which row ${path} names`);
  return subject[1](viewer, kind);
}

/** A request of this viewer for this row, with an empty body where there is one. */
export async function matrixRequest(row: MatrixRow, kind: Sender, viewer: MatrixViewer, door: Door): Promise<HttpRequest> {
  const params = await paramsOf(row.path, viewer, kind);
  const path = Object.entries(params).reduce((text, [name, value]) => text.replace(`{${name}}`, value).replace(`[${name}]`, value), row.path);
  const query = new URLSearchParams(await QUERIES[row.path]?.()).toString();
  const isMultipart = MULTIPART.has(`${row.method} ${row.path}`);
  return {
    method: row.method as Method,
    path: query ? `${path}?${query}` : path,
    params,
    ...(row.method === "GET" ? {} : { body: isMultipart ? new FormData() : {} }),
    ...(door === "cookie" ? { browser: true, cookies: viewer ? { access_token: viewer.accessToken } : {} } : { as: viewer }),
  };
}
