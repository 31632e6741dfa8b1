import type { UserRolesProps } from "@/components/admin/user-roles";
import { holds, scopeOf } from "@/lib/access/policy";
import { getOrganization } from "@/lib/features/organizations/operations/get-organization";
import type { WireAssignment } from "@/lib/features/rbac/assignment-schema";
import type { RoleEntry } from "@/lib/features/rbac/schema";
import { runForFrame } from "@/lib/http/page";
import type { Viewer } from "@/lib/session/viewer";
import { giveRoleAction, takeRoleAction } from "./role-actions";

/** Names of organizations by id, as far as the viewer may see them. */
type Names = ReadonlyMap<string, string>;

const placeOf = (viewer: Viewer, names: Names, { organization_id: id }: WireAssignment): string => {
  if (id === null) return "On the whole platform";
  if (id === viewer.organizationId) return "In this organization";
  const name = names.get(id);
  return name === undefined ? "In another organization" : `In ${name}`;
};

/** Of the organizations that are not the active one. */
export async function namesOfPlaces(viewer: Viewer, assignments: readonly WireAssignment[]): Promise<Names> {
  const ids = new Set(assignments.flatMap(({ organization_id: id }) => (id === null || id === viewer.organizationId ? [] : [id])));
  const found = await Promise.all([...ids].map((id) => runForFrame(getOrganization, { params: { organization_id: id } })));
  return new Map(found.flatMap((organization) => (organization ? [[organization.id, organization.name]] : [])));
}

/** Without a word the server chooses: the platform for a role that holds everything, whose label says so, else this organization or the person's own. */
const PLACES = [{ value: "", label: "In the organization" }, { value: "platform", label: "On the whole platform" }];

const labelOf = ({ display_name: name, grants }: RoleEntry): string => (grants.includes("*") ? `${name} (whole platform)` : name);

/** What the panel shows; the ways to change it for those who may, which the operations decide once more. */
export function userRoles(viewer: Viewer, assignments: readonly WireAssignment[], names: Names, roles: readonly RoleEntry[], mayChange: boolean): Pick<UserRolesProps, "assignments" | "takeAction" | "give"> {
  const mayAssign = mayChange && holds(viewer, "users.assign_role");
  const isPlatform = mayAssign && scopeOf(viewer, "users.assign_role").kind === "platform";
  const options = roles.map((role) => ({ value: role.id, label: isPlatform ? labelOf(role) : role.display_name }));
  return {
    assignments: assignments.map((held, index) => ({ id: held.id, roleName: held.role_display_name, place: placeOf(viewer, names, held), expiresAt: held.expires_at, isPrimary: index === 0 })),
    takeAction: mayAssign ? takeRoleAction : undefined,
    give: mayAssign && options.length > 0 ? { roles: options, places: isPlatform ? PLACES : [{ value: "", label: "In this organization" }], action: giveRoleAction } : undefined,
  };
}
