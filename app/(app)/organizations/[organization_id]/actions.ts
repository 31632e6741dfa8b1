"use server";

import { addMember } from "@/lib/features/organizations/operations/add-member";
import { deleteOrganization } from "@/lib/features/organizations/operations/delete-organization";
import { leaveOrganization } from "@/lib/features/organizations/operations/leave-organization";
import { removeMember } from "@/lib/features/organizations/operations/remove-member";
import { renameOrganization } from "@/lib/features/organizations/operations/rename-organization";
import { setMemberRoles } from "@/lib/features/organizations/operations/set-member-roles";
import { action } from "@/lib/http/action";

const ORGANIZATION = { params: ["organization_id"] };
const MEMBER = { params: ["organization_id", "id"] };

export const renameAction = action(renameOrganization, { ...ORGANIZATION, message: ({ message }) => message });

export const addAction = action(addMember, { ...ORGANIZATION, message: ({ message }) => message });

const ROLE_FIELD = "role.";

/** One checkbox for each role: `role.<id>`. */
export const rolesAction = action(setMemberRoles, {
  ...MEMBER,
  toInput: (fields) => ({ role_ids: Object.keys(fields).filter((name) => name.startsWith(ROLE_FIELD)).map((name) => name.slice(ROLE_FIELD.length)) }),
  message: ({ message }) => message,
});

export const removeAction = action(removeMember, { ...MEMBER, toInput: () => ({}), message: ({ message }) => message });

export const leaveAction = action(leaveOrganization, { ...ORGANIZATION, toInput: () => ({}), redirectTo: () => "/organizations" });

export const deleteAction = action(deleteOrganization, { ...ORGANIZATION, toInput: () => ({}), redirectTo: () => "/organizations" });
