/** Two tenants: one from which every operation is tried, one of which nothing may be seen there. */
import { newId } from "@/lib/ids";
import { makeEvents } from "../factories/make-events";
import { makeOrganization } from "../factories/make-organization";
import { makeConnection } from "../factories/make-connection";
import { makePasskey } from "../factories/make-passkey";
import { makePatient } from "../factories/make-patient"; // feature:patients
import { giveRole } from "../factories/make-role";
import { makeSession } from "../factories/make-session";
import { joinOrganization, makeUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { oneRow, sql } from "../setup/sql";

/** What a request may name of the other tenant. `nobody()` has the same, of which nothing exists. */
export interface Target {
  /** In every text about the other tenant: names, addresses, devices, what events say. */
  word: string;
  organizationId: string;
  slug: string;
  userId: string;
  email: string;
  username: string;
  sessionId: string;
  invitationId: string;
  passkeyId: string;
  /** One that its owner trusts. */
  deviceId: string;
  connectionId: string;
  assignmentId: string;
  /** Of an event's resource. */
  resourceId: string;
  ip: string;
  patientId: string; // feature:patients
}

let addresses = 0;

export function nobody(): Target {
  const word = `w${newId().replaceAll("-", "").slice(-12)}w`;
  addresses += 1;
  return {
    word, slug: `${word}-org`, email: `${word}@example.com`, username: `${word}-name`, ip: `203.0.113.${addresses}`,
    organizationId: newId(), userId: newId(), sessionId: newId(), invitationId: newId(), passkeyId: newId(), deviceId: newId(), connectionId: newId(), assignmentId: newId(), resourceId: newId(),
    patientId: newId(), // feature:patients
  };
}

/** The tenant that asks. */
export interface Own {
  /** Holds everything in the organization, by the role `admin`. */
  viewer: TestViewer;
  organizationId: string;
  colleagueId: string;
  /** A member here who joins the other tenant as well. */
  sharedId: string;
  /** Of the role `user`, which everybody may give. */
  roleId: string;
  permissionId: string;
}

export async function makeOwn(): Promise<Own> {
  const organization = await makeOrganization("Here");
  const viewer = await makeViewer([], { organization, roles: ["admin"] });
  const [colleague, shared] = [await makeUser({ organization, roles: ["user"] }), await makeUser({ organization, roles: ["user"] })];
  for (const { id } of [colleague, shared]) await makeSession({ id });
  const role = await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'user'");
  const permission = await oneRow<{ id: string }>("SELECT id FROM permissions WHERE name = 'users.view'");
  return { viewer, organizationId: organization.id, colleagueId: colleague.id, sharedId: shared.id, roleId: role.id, permissionId: permission.id };
}

/** Makes what `target` names, with people in every state, sessions, roles and events. */
export async function makeTheirs(target: Target, own: Own): Promise<void> {
  const { word, organizationId } = target;
  await sql("INSERT INTO organizations (id, slug, name, created_at, updated_at) VALUES ($1, $2, $3, app_now(), app_now())", [organizationId, target.slug, `Their ${word}`]);
  const organization = { id: organizationId };
  const described = { organization, firstName: word, lastName: "There" };
  const person = await makeUser({ ...described, email: target.email, username: target.username, roles: ["manager"] });
  await sql("UPDATE users SET id = $2, bio = $3, city = $3 WHERE id = $1", [person.id, target.userId, word]);
  await sql("UPDATE role_assignments SET id = $2 WHERE user_id = $1", [target.userId, target.assignmentId]);
  const options = { userAgent: `Mozilla/5.0 ${word}`, ip: target.ip };
  const session = await makeSession({ id: target.userId }, options);
  await sql("UPDATE sessions SET id = $2 WHERE id = $1", [session.sessionId, target.sessionId]);
  await makePasskey({ id: target.userId }, { id: target.passkeyId, name: word });
  await sql(
    `INSERT INTO known_devices (id, user_id, device_hash, device_name, first_seen_at, last_seen_at, trusted_at, trusted_until)
     VALUES ($1, $2, decode(md5($3), 'hex'), $3, app_now(), app_now(), app_now(), app_now() + interval '30 days')`,
    [target.deviceId, target.userId, word],
  );
  await makeConnection({ id: target.userId }, { id: target.connectionId, email: target.email });
  for (const state of [{ banned: true }, { verified: false }, { isActive: false }, { deleted: true }, { roles: ["admin"] }]) await makeUser({ ...described, ...state });
  await share(target, own);
  await inviteThere(target, own);
  await takeInPatients(target, own); // feature:patients
  await recordTheirs(target, own);
}

/** A member of both: with a role, a session and an active organization there. */
async function share({ organizationId, word, ip }: Target, { sharedId, roleId }: Own): Promise<void> {
  await joinOrganization(sharedId, organizationId);
  const auditor = await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'auditor'");
  for (const id of [roleId, auditor.id]) await giveRole(sharedId, id, organizationId);
  const session = await makeSession({ id: sharedId }, { userAgent: `Mozilla/5.0 ${word}`, ip });
  await sql("UPDATE sessions SET organization_id = $2, device_name = $3, city = $3 WHERE id = $1", [session.sessionId, organizationId, word]);
}

/** A stranger, and somebody of here who is a member of neither. */
async function inviteThere({ organizationId, userId, invitationId, word }: Target, { viewer }: Own): Promise<void> {
  const invite = (id: string, email: string) => sql(
    "INSERT INTO invitations (id, organization_id, email, role_ids, invited_by_id, created_at, sent_at, expires_at) VALUES ($1, $2, $3, '{}', $4, app_now(), app_now(), app_now() + interval '7 days')",
    [id, organizationId, email, userId],
  );
  await invite(invitationId, `${word}-invited@example.com`);
  await invite(newId(), viewer.user.email);
}

// feature:patients begin
/** One of somebody there, one of whoever is a member of both. */
async function takeInPatients({ organizationId, userId, patientId, word }: Target, { sharedId }: Own): Promise<void> {
  const described = { name: word, notes: word };
  const { id } = await makePatient({ id: userId, organizationId }, { ...described, recordNumber: "THEIRS-1" });
  await sql("UPDATE patients SET id = $2 WHERE id = $1", [id, patientId]);
  await makePatient({ id: sharedId, organizationId }, { ...described, recordNumber: "THEIRS-2" });
}
// feature:patients end

async function recordTheirs({ organizationId, userId, word, ip, resourceId }: Target, { sharedId }: Own): Promise<void> {
  const about = { userAgent: word, ip, identifier: `${word}@example.com`, metadata: { reason: word }, resource: { type: "patient", id: resourceId } };
  const actions = ["user.login", "user.login_failed", "user.banned", "access.denied", "token.reuse_detected", "session.revoked"];
  await makeEvents(organizationId, [userId, sharedId].flatMap((id) => actions.map((action) => ({ ...about, action, actorId: id, targetUserId: id, success: action === "user.login" }))));
  await makeEvents(organizationId, [userId, sharedId].map((id) => ({ ...about, action: "patient.viewed", stream: "activity" as const, actorId: id, phiAccessed: true })));
}
