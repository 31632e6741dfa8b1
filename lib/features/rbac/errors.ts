import { defineError } from "@/lib/errors";

/** Roles and permissions are shared by all organizations: whoever administers one of them may assign, and change nothing. */
export const PLATFORM_ONLY = defineError(
  "PLATFORM_ONLY",
  403,
  "Roles and permissions are shared by all organizations. To change them, hold this permission on the whole platform.",
);
export const ROLE_OUT_OF_REACH = defineError("ROLE_OUT_OF_REACH", 403, "This role is out of your reach: it holds more than you do.");
export const SYSTEM_ROLE = defineError("SYSTEM_ROLE", 409, "System roles cannot be changed or deleted. Clone this one and change the copy.");
export const SYSTEM_PERMISSION = defineError("SYSTEM_PERMISSION", 409, "Built-in permissions cannot be changed or deleted.");
export const OWN_ROLE = defineError("OWN_ROLE", 409, "You hold this role yourself. Ask another administrator to change it.");
export const CANNOT_CHANGE_OWN_ROLES = defineError("CANNOT_CHANGE_OWN_ROLES", 409, "You cannot change your own roles. Ask another administrator.");
export const ROLE_NAME_TAKEN = defineError("ROLE_NAME_TAKEN", 409, "There is already a role with this name.");
export const PERMISSION_NAME_TAKEN = defineError("PERMISSION_NAME_TAKEN", 409, "There is already a permission with this name.");
export const ROLE_IN_USE = defineError("ROLE_IN_USE", 409, "People hold this role. Send force=true to give them the default role instead.");
export const PERMISSION_IN_USE = defineError("PERMISSION_IN_USE", 409, "Roles hold this permission. Send force=true to take it from them, too.");
export const HELD_BY_WILDCARD = defineError(
  "HELD_BY_WILDCARD",
  409,
  "This role holds the permission through a wildcard. Take the wildcard away, or send the whole list with PUT.",
);
export const ROLE_NOT_FOUND = defineError("ROLE_NOT_FOUND", 404, "There is no such role.");
export const ROLE_ALREADY_HELD = defineError("ROLE_ALREADY_HELD", 409, "This person holds this role there already.");
export const NO_ROLE = defineError("NO_ROLE", 409, "This person holds no role that you could take away.");
export const IMPORT_REFUSED = defineError("IMPORT_REFUSED", 409, "Nothing was imported: some entries are refused. See details.refused.");
