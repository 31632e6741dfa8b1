/** The mutations of organizations, as scripts/prove/faults-mutations.mjs describes them. */
import { sender } from "./faults-mutations-sender.mjs";

const ROOT = "/api/organizations";

/** @param {string} admin an administrator's access token */
export const organizationMutations = (url, admin) => {
  const { send, made } = sender(url, admin);
  const organization = async ({ username }) => (await made(send("POST", ROOT, { name: `Ready for ${username}` }))).organization;
  const joined = async (person) => {
    const { id } = await organization(person);
    await made(send("POST", `${ROOT}/${id}/members`, { user_id: person.id }));
    return { id };
  };
  const withRole = async (person) => {
    const { id } = await joined(person);
    const { role } = await made(send("POST", "/api/rbac/roles", { name: `member_${person.username}`, permissions: ["users.view"] }));
    return { id, roleId: role.id };
  };
  const leave = ({ token, made: { id } }) => sender(url, token).send("POST", `${ROOT}/${id}/leave`);
  return {
    "organization.create": { action: "organization.created", act: ({ username }) => send("POST", ROOT, { name: `Of ${username}` }) },
    "organization.create-for": { action: "organization.created", act: ({ id, username }) => send("POST", "/api/admin/organizations", { name: `For ${username}`, owner_id: id }) },
    "organization.rename": { action: "organization.renamed", ready: organization, act: ({ made: { id } }) => send("PATCH", `${ROOT}/${id}`, { name: "Another name" }) },
    "organization.delete": { action: "organization.deleted", ready: organization, act: ({ made: { id } }) => send("DELETE", `${ROOT}/${id}`) },
    "organization.add-member": { action: "organization.member_added", ready: organization, act: ({ id, made }) => send("POST", `${ROOT}/${made.id}/members`, { user_id: id }) },
    "organization.set-member-roles": { action: "organization.member_roles_changed", ready: withRole, act: ({ id, made }) => send("PUT", `${ROOT}/${made.id}/members/${id}/roles`, { role_ids: [made.roleId] }) },
    "organization.remove-member": { action: "organization.member_removed", ready: joined, act: ({ id, made }) => send("DELETE", `${ROOT}/${made.id}/members/${id}`) },
    "organization.leave": { action: "organization.member_left", ready: joined, act: leave },
  };
};
