import type { Section } from "../row";

const CONFLICT = "a conflict with what is stored is 409 and a faulty field 422, where the reference system has 400 for either";

export const rbac = {
  title: "Roles and permissions",
  rows: [
    { id: "RB1", status: "tested", asks: "List roles: summaries, or whole ones with include_permissions=true" },
    { id: "RB2", status: "different", asks: "Create a role: 201 with message and role; name in small letters, display name made from it, permission_ids", reason: CONFLICT },
    { id: "RB3", status: "tested", asks: "One role: wrapped in role and flat; 404 where there is none" },
    { id: "RB4", status: "different", asks: "Change a role's display name and description; another name changes nothing", reason: "system roles change by no request, whatever it holds" },
    { id: "RB5", status: "different", asks: "Delete a role; with force=true also one that people hold", reason: "force gives its people the default role; system roles stay" },
    { id: "RB6", status: "different", asks: "Clone a role by name or new_name: 201 with message and role", reason: CONFLICT },
    { id: "RB7", status: "tested", asks: "Permissions of a role, with role_id" },
    { id: "RB8", status: "tested", asks: "Replace what a role holds: message, role, added, removed; rbac.permission_changed" },
    { id: "RB9", status: "tested", asks: "Add permissions to a role: message, role, added" },
    { id: "RB10", status: "tested", asks: "Take permissions from a role, named in the body: message, role, removed" },
    { id: "RB11", status: "tested", asks: "List permissions by category and resource, ordered by category and name" },
    { id: "RB12", status: "different", asks: "Create a permission: 201; resource and action follow from the name, category from the resource", reason: CONFLICT },
    { id: "RB13", status: "tested", asks: "Create many: 201 with created, skipped and permissions; known, blank and invalid ones are skipped" },
    { id: "RB14", status: "tested", asks: "One permission: wrapped and flat; 404 where there is none" },
    { id: "RB15", status: "tested", asks: "Change a permission's display name, description, category" },
    { id: "RB16", status: "different", asks: "Delete a permission; force=true where roles hold it", reason: "system permissions stay" },
    { id: "RB17", status: "tested", asks: "Somebody's role: themselves or who may see people; user_id, role or null, permission names" },
    { id: "RB18", status: "tested", asks: "Give a role by role (name) or role_id: message, user, user_id, role_id; rbac.role_assigned" },
    { id: "RB19", status: "tested", asks: "Take somebody's role away; rbac.role_revoked" },
    { id: "RB20", status: "tested", asks: "People of a role: role_id needed; users, total, page, pages" },
    { id: "RB21", status: "tested", asks: "One's own role: user_id, role, permission names" },
    { id: "RB22", status: "tested", asks: "One's own permission names" },
    { id: "RB23", status: "tested", asks: "Which of these one holds: results by name" },
    { id: "RB24", status: "tested", asks: "Export: roles with their permissions, permissions, role_permissions" },
    { id: "RB25", status: "tested", asks: "Import: message and counts of created and skipped; roles name permissions as text or objects" },
  ],
} as const satisfies Section;
