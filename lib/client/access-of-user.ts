import { permits } from "../edge/permission";
import type { AuthUser } from "./auth-wire";

type Held = Pick<AuthUser, "roles" | "permissions"> | null;

/** What somebody may, for what a page shows: the server decides again at every call. null: nobody, who may nothing. */
export const hasPermission = (user: Held, permission: string): boolean => user !== null && permits(user.permissions, permission);

/** All of at least one: nothing asked is nothing granted. */
export const hasAllPermissions = (user: Held, ...permissions: string[]): boolean => permissions.length > 0 && permissions.every((permission) => hasPermission(user, permission));
export const hasAnyPermission = (user: Held, ...permissions: string[]): boolean => permissions.some((permission) => hasPermission(user, permission));

/** By the role's name, which is a label: what may be done is asked by permission. */
export const hasRole = (user: Held, role: string): boolean => user !== null && user.roles.includes(role);
export const hasAnyRole = (user: Held, ...roles: string[]): boolean => roles.some((role) => hasRole(user, role));

/** Administers roles and permissions. */
export const isAdmin = (user: Held): boolean => hasPermission(user, "rbac.admin");
