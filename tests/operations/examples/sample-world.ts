/** What examples name, made real: a database of its own with Grace Hopper, who calls, and a few others. */
import { SAMPLE } from "@/lib/operation-example";
import { SAMPLE_GRANT } from "@/lib/features/auth/examples";
import { SAMPLE_DEVICE } from "@/lib/features/mfa/examples";
import { SAMPLE_LINKS } from "@/lib/features/verification/examples";
import { sha256 } from "@/lib/crypto";
import { SAMPLE_CONNECTION } from "@/lib/features/connections/examples";
import { SAMPLE_INVITATION, SAMPLE_INVITATION_TOKEN } from "@/lib/features/invitations/examples";
import { SAMPLE_LINK } from "@/lib/features/magic-link/examples";
import { SAMPLE_PASSKEY } from "@/lib/features/passkeys/examples";
import { SAMPLE_PATIENT } from "@/lib/features/patients/examples"; // feature:patients
import { mailToken } from "@/tests/factories/mail-token";
import { makeConnection } from "@/tests/factories/make-connection";
import { makeEvents } from "@/tests/factories/make-events";
import { makeOrganization } from "@/tests/factories/make-organization";
import { makePasskey } from "@/tests/factories/make-passkey";
import { makePatient } from "@/tests/factories/make-patient"; // feature:patients
import { makePermission } from "@/tests/factories/make-permission";
import { makeSession } from "@/tests/factories/make-session";
import { joinOrganization, makeUser, type TestUser } from "@/tests/factories/make-user";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { freshDatabase } from "@/tests/setup/fresh-database";
import { oneRow, sql } from "@/tests/setup/sql";

export interface SampleWorld {
  caller: TestViewer;
  /** From what an example says to what is there. */
  real: Map<string, string>;
}

const FROM = { ip: "203.0.113.7" };

/** @param isAdministrator whether the caller holds everything, or is a member like others */
export async function makeSampleWorld(isAdministrator: boolean): Promise<SampleWorld> {
  await freshDatabase();
  const standing = isAdministrator ? { roles: ["admin"], reach: "platform" as const } : { roles: ["user"] };
  const caller = await makeViewer([], { email: "grace@example.com", username: "grace", firstName: "Grace", lastName: "Hopper", password: SAMPLE.password, ...standing, ...FROM });
  const ada = await makeUser({ email: SAMPLE.email, username: "ada", firstName: "Ada", lastName: "Lovelace", password: SAMPLE.password, roles: ["user"] });
  await makeSession(ada, FROM);
  const real = new Map<string, string>([[SAMPLE.user, ada.id], [SAMPLE.refreshToken, caller.refreshToken], [SAMPLE.session, (await makeSession(caller.user, FROM)).sessionId]]);
  const put = (sample: string, { id }: { id: string }) => real.set(sample, id);
  put(SAMPLE.bannedUser, await makeUser({ email: "mallory@example.com", username: "mallory", firstName: "Mallory", lastName: "Doe", banned: true }));
  put(SAMPLE.deletedUser, await makeUser({ email: "trent@example.com", username: "trent", firstName: "Trent", lastName: "Roe", deleted: true }));
  put(SAMPLE.permission, await makePermission("reports.view"));
  put(SAMPLE.role, await makeReader());
  put(SAMPLE.everyonesRole, await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'user'"));
  put(SAMPLE.assignment, await oneRow<{ id: string }>("SELECT id FROM role_assignments WHERE user_id = $1", [ada.id]));
  await makeEngines(caller.user, put);
  await tellOf(caller.user, ada, real);
  await mailLinksTo(ada, real);
  put(SAMPLE_DEVICE, await makeTrustedDevice(caller.user));
  put(SAMPLE_PASSKEY, await makePasskey(caller.user));
  put(SAMPLE_CONNECTION, await makeConnection(caller.user, { email: "grace@example.com" }));
  await mailConfirmations(caller.user, real);
  put(SAMPLE_PATIENT, await makePatient(caller.user, { name: "Dorothy Vaughan", recordNumber: "P-1041" })); // feature:patients
  return { caller, real };
}

/** What her last mails bear, and what an app was granted. */
async function mailLinksTo({ id: userId, email: address }: TestUser, real: Map<string, string>): Promise<void> {
  const reset = await mailToken({ purpose: "password_reset", userId, address, ttlSeconds: 3600, withCode: true });
  const { id } = await oneRow<{ id: string }>("SELECT id FROM sessions WHERE user_id = $1", [userId]);
  const payload = { session_id: id, device_hash: null, device: "Firefox on Linux", place: "London, GB", at: "2026-11-21T08:38:20.000Z" };
  const report = await mailToken({ purpose: "sign_in_report", userId, address, ttlSeconds: 3600, payload });
  const signIn = await mailToken({ purpose: "magic_link", userId, address, ttlSeconds: 900, withCode: true, payload: { return_to: "/account" } });
  await makeConnection({ id: userId });
  const grant = await mailToken({ purpose: "authorization_code", userId, address: "", ttlSeconds: 3600, payload: { provider: "google", challenge: SAMPLE_GRANT.challenge } });
  real.set(SAMPLE_GRANT.code, grant.token);
  real.set(SAMPLE_LINK.token, signIn.token).set(SAMPLE_LINK.code, signIn.code);
  real.set(SAMPLE.resetToken, reset.token).set(SAMPLE.resetCode, reset.code).set(SAMPLE.reportToken, report.token);
}

/** What is to be confirmed: a newcomer's address, and a new one of the caller's, who has left another behind. */
async function mailConfirmations({ id: userId, email }: TestUser, real: Map<string, string>): Promise<void> {
  const newcomer = await makeUser({ email: "margaret@example.com", username: "margaret", firstName: "Margaret", lastName: "Hamilton", password: SAMPLE.password, verified: false });
  const links = {
    verification: await mailToken({ purpose: "email_verification", userId: newcomer.id, address: newcomer.email, ttlSeconds: 3600 }),
    change: await mailToken({ purpose: "email_change", userId, address: "grace.hopper@example.org", ttlSeconds: 3600, payload: { old_email: email } }),
    undo: await mailToken({ purpose: "email_change_undo", userId, address: "grace.murray@example.com", ttlSeconds: 3600 }),
  };
  for (const [name, { token }] of Object.entries(links)) real.set(SAMPLE_LINKS[name as keyof typeof SAMPLE_LINKS], token);
}

const makeTrustedDevice = ({ id }: TestUser) =>
  oneRow<{ id: string }>(
    `INSERT INTO known_devices (id, user_id, device_hash, device_name, ip_address, first_seen_at, last_seen_at, trusted_at, trusted_until)
     VALUES (gen_random_uuid(), $1, '\\x00', 'Firefox on Linux', $2, app_now(), app_now(), app_now(), app_now() + interval '30 days') RETURNING id`,
    [id, FROM.ip],
  );

type Put = (sample: string, row: { id: string }) => void;

async function makeReader(): Promise<{ id: string }> {
  const role = await oneRow<{ id: string }>(
    "INSERT INTO roles (id, name, display_name, description, created_at, updated_at) VALUES (gen_random_uuid(), 'reader', 'Reader', 'Reads reports.', app_now(), app_now()) RETURNING id",
  );
  await sql("INSERT INTO role_permissions (role_id, permission, granted_at) SELECT $1, unnest($2::text[]), app_now()", [role.id, ["reports.view", "users.view"]]);
  return role;
}

async function makeEngines(caller: TestUser, put: Put): Promise<void> {
  const organization = await makeOrganization("Analytical Engines");
  await sql("UPDATE organizations SET slug = 'analytical-engines' WHERE id = $1", [organization.id]);
  await joinOrganization(caller.id, organization.id);
  put(SAMPLE.organization, organization);
  put(SAMPLE_INVITATION, await inviteKatherine(caller, organization.id));
  put(SAMPLE.member, await makeUser({ email: "charles@example.com", username: "charles", firstName: "Charles", lastName: "Babbage", organization }));
}

/** With the link that the examples open. */
async function inviteKatherine(caller: TestUser, organizationId: string): Promise<{ id: string }> {
  const invitation = await oneRow<{ id: string }>(
    `INSERT INTO invitations (id, organization_id, email, role_ids, invited_by_id, created_at, sent_at, expires_at)
     VALUES (gen_random_uuid(), $1, 'katherine.johnson@example.com', ARRAY(SELECT id FROM roles WHERE name = 'user'), $2, app_now(), app_now(), app_now() + interval '7 days') RETURNING id`,
    [organizationId, caller.id],
  );
  await sql(
    `INSERT INTO one_time_tokens (id, purpose, address, token_hash, attempts, payload, expires_at, created_at)
     VALUES (gen_random_uuid(), 'invitation', 'katherine.johnson@example.com', $1, 0, jsonb_build_object('invitation_id', $2::text), app_now() + interval '7 days', app_now())`,
    [sha256(SAMPLE_INVITATION_TOKEN), invitation.id],
  );
  return invitation;
}

/** A little of what happened before. */
async function tellOf(caller: TestUser, ada: TestUser, real: Map<string, string>): Promise<void> {
  const { id: documentId } = await oneRow<{ id: string }>("SELECT gen_random_uuid() AS id");
  real.set(SAMPLE.document, documentId);
  const seen = { ...FROM, userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0" };
  const viewed = { action: "document.viewed", stream: "activity" as const, resource: { type: "document", id: documentId }, phiAccessed: true, ...seen };
  await makeEvents(caller.organizationId, [
    { action: "user.login", actorId: caller.id, targetUserId: caller.id, ...seen },
    { action: "user.login", actorId: ada.id, targetUserId: ada.id, ...seen },
    { action: "user.login_failed", targetUserId: ada.id, success: false, errorCode: "INVALID_CREDENTIALS", identifier: SAMPLE.email, ...seen },
    { ...viewed, actorId: caller.id },
    { ...viewed, actorId: ada.id },
  ]);
}

/** The same with what is there in the place of what the example says. */
export function filledIn<Value>(value: Value, { real }: SampleWorld): Value {
  if (typeof value === "string") return (real.get(value) ?? value) as Value;
  if (Array.isArray(value)) return value.map((entry: unknown) => filledIn(entry, { real } as SampleWorld)) as Value;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, filledIn(entry as unknown, { real } as SampleWorld)])) as Value;
}
