/** Every operation of the kind `mutation`: the action of its audit row, how it is made ready, and how it is called. */
import sharp from "sharp";
import { organizationMutations } from "./faults-mutations-organizations.mjs";
import { patientMutations } from "./faults-mutations-patients.mjs"; // feature:patients
import { rbacMutations } from "./faults-mutations-rbac.mjs";
import { call, PASSWORD } from "./proof-servers.mjs";

const sessionOf = (accessToken) => JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString()).sid;

const picture = await sharp({ create: { width: 40, height: 40, channels: 3, background: "#369" } }).png().toBuffer();
const form = () => {
  const filled = new FormData();
  filled.set("profile_picture", new File([new Uint8Array(picture)], "square.png", { type: "image/png" }));
  return filled;
};

/**
 * @param {string} url
 * @param {string} admin an administrator's access token
 * @returns {Record<string, { action: string, leavesOnlyItsRow?: boolean, ready?: (person: Person) => Promise<object>, act: (person: Person, round: number) => Promise<{ status: number, text: string }> }>}
 *   by the operation's name. A person is `{ id, username, token, other, made }`, with two sessions' access tokens and what
 *   `ready` made. `act` is called again after each failure, so it asks for what is still possible then
 */
export const mutations = (url, admin) => {
  const upload = (token) => call(url, "/api/auth/upload-profile-picture", { token, data: form() });
  return {
    "account.update": { action: "user.profile_update", act: ({ token }, n) => call(url, "/api/auth/update_user", { token, data: { city: `City ${n}` } }) },
    "account.change-password": { action: "user.password_change", act: ({ token }) => call(url, "/api/auth/password/update", { token, data: { current_password: PASSWORD, new_password: "Another-Lantern-77-Pier" } }) },
    "account.upload-avatar": { action: "user.profile_update", act: ({ token }) => upload(token) },
    "account.remove-avatar": { action: "user.profile_update", ready: ({ token }) => upload(token), act: ({ token }) => call(url, "/api/auth/upload-profile-picture", { method: "DELETE", token }) },
    "sessions.end-own": { action: "session.revoked", act: ({ token, other }) => call(url, `/api/audit/sessions/${sessionOf(other)}`, { method: "DELETE", token }) },
    "sessions.end-others": { action: "session.revoked_all", act: ({ token }) => call(url, "/api/audit/sessions/revoke-all", { token, data: {} }) },
    "user.ban": { action: "user.banned", act: ({ id }) => call(url, `/api/admin/users/${id}/ban`, { token: admin, data: { reason: "A proof" } }) },
    "user.unban": { action: "user.unbanned", ready: ({ id }) => call(url, `/api/admin/users/${id}/ban`, { token: admin, data: {} }), act: ({ id }) => call(url, `/api/admin/users/${id}/unban`, { token: admin, data: {} }) },
    "user.create": { action: "user.admin_created", act: ({ username }) => call(url, "/api/admin/users", { token: admin, data: { email: `made-by-${username}@example.com` } }) },
    "user.delete": { action: "user.soft_deleted", act: ({ id }) => call(url, `/api/admin/users/${id}`, { method: "DELETE", token: admin }) },
    "user.end-sessions": { action: "session.admin_revoke_all", act: ({ id }) => call(url, `/api/admin/users/${id}/sessions/revoke-all`, { token: admin, data: {} }) },
    "user.update": { action: "user.admin_updated", act: ({ id }, n) => call(url, `/api/admin/users/${id}`, { method: "PATCH", token: admin, data: { first_name: `Name ${n}` } }) },
    "user.restore": { action: "user.restored", ready: ({ id }) => call(url, `/api/admin/users/${id}`, { method: "DELETE", token: admin }), act: ({ id }) => call(url, `/api/admin/users/${id}/restore`, { token: admin, data: {} }) },
    "user.require-password-change": { action: "user.password_change_required", act: ({ id }) => call(url, `/api/admin/users/${id}/force-password-change`, { token: admin, data: {} }) },
    // It forgets counters, of which there are none where the limits are off: its row alone is what may not be left.
    "user.unlock": { action: "user.unlocked", leavesOnlyItsRow: true, act: ({ id }) => call(url, `/api/admin/users/${id}/unlock`, { token: admin, data: {} }) },
    ...rbacMutations(url, admin),
    ...organizationMutations(url, admin),
    ...patientMutations(url, admin), // feature:patients
  };
};
