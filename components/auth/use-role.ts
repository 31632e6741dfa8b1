"use client";

import { useMemo } from "react";
import { hasAllPermissions, hasAnyPermission, hasAnyRole, hasPermission, hasRole, isAdmin } from "@/lib/client/access-of-user";
import { isUnknown, useAuthState } from "./use-auth-state";

const NONE: string[] = [];

export interface RoleTools {
  /** The primary role; null: none, or nobody is signed in. */
  role: { id: string; name: string } | null;
  roleId: string | null;
  roleName: string | null;
  /** Names of all roles that count in the active organization. */
  roles: string[];
  /** Effective permissions by name; wildcards are written out. */
  permissions: string[];
  /** Holds `rbac.admin`. No name of a role is tested. */
  isAdmin: boolean;
  /** Until it is known who is there; all answers are no until then. */
  loading: boolean;
  hasRole: (name: string) => boolean;
  hasAnyRole: (...names: string[]) => boolean;
  hasPermission: (permission: string) => boolean;
  /** No for an empty list. */
  hasAllPermissions: (...permissions: string[]) => boolean;
  hasAnyPermission: (...permissions: string[]) => boolean;
}

/** What the person may do, as far as a page needs to know. The server decides anew on every request. */
export function useRole(): RoleTools {
  const state = useAuthState();
  return useMemo(() => {
    const { user } = state;
    const { role_id: roleId = null, role_name: roleName = null, roles = NONE, permissions = NONE } = user ?? {};
    return {
      role: roleId !== null && roleName !== null ? { id: roleId, name: roleName } : null,
      roleId,
      roleName,
      roles,
      permissions,
      isAdmin: isAdmin(user),
      loading: isUnknown(state),
      hasRole: (name) => hasRole(user, name),
      hasAnyRole: (...names) => hasAnyRole(user, ...names),
      hasPermission: (permission) => hasPermission(user, permission),
      hasAllPermissions: (...wanted) => hasAllPermissions(user, ...wanted),
      hasAnyPermission: (...wanted) => hasAnyPermission(user, ...wanted),
    };
  }, [state]);
}
