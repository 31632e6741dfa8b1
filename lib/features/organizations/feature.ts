/** Organizations: who belongs to which, what they hold there, and which one is active. */
import { organizationsExamples } from "./examples";
import { addMember } from "./operations/add-member";
import { createOrganizationFor } from "./operations/create-organization-for";
import { createOrganization } from "./operations/create-organization";
import { deleteOrganization } from "./operations/delete-organization";
import { getOrganization } from "./operations/get-organization";
import { leaveOrganization } from "./operations/leave-organization";
import { listAllOrganizations } from "./operations/list-all-organizations";
import { listMembers } from "./operations/list-members";
import { listOrganizations } from "./operations/list-organizations";
import { removeMember } from "./operations/remove-member";
import { renameOrganization } from "./operations/rename-organization";
import { setMemberRoles } from "./operations/set-member-roles";
import { switchOrganization } from "./operations/switch-organization";

export const organizationsFeature = {
  name: "organizations",
  operations: [
    listOrganizations, createOrganization, getOrganization, renameOrganization, deleteOrganization, switchOrganization, leaveOrganization,
    listMembers, addMember, setMemberRoles, removeMember, listAllOrganizations, createOrganizationFor,
  ],
  examples: organizationsExamples,
};
