import { example, SAMPLE } from "@/lib/operation-example";
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

const params = { organization_id: SAMPLE.organization };
const member = { ...params, id: SAMPLE.member };

export const organizationsExamples = [
  example(listOrganizations, { query: { per_page: "20" } }),
  example(createOrganization, { input: { name: "Flow-Matic", activate: true } }),
  example(getOrganization, { params }),
  example(renameOrganization, { params, input: { name: "Difference Engines" } }),
  example(deleteOrganization, { params }),
  example(switchOrganization, { params }),
  example(leaveOrganization, { params }),
  example(listMembers, { params, query: { per_page: "20" } }),
  example(addMember, { params, input: { user_id: SAMPLE.user } }),
  example(setMemberRoles, { params: member, input: { role_ids: [SAMPLE.role] } }),
  example(removeMember, { params: member }),
  example(listAllOrganizations, { title: "By a part of the name", query: { q: "engines" } }),
  example(createOrganizationFor, { input: { name: "Flow-Matic", slug: "flow-matic", owner_id: SAMPLE.user } }),
];
