import { hasAllPermissions, hasAnyPermission, hasAnyRole } from "@/lib/client/access-of-user";

/** What a gate asks for. Permissions and roles are alternatives: whoever has what one of the two asks for may see. */
export interface GateCriteria {
  permission?: string;
  permissions?: readonly string[];
  /** All of the permissions. Default: one of them is enough. */
  requireAll?: boolean;
  role?: string;
  /** One of them is enough. */
  roles?: readonly string[];
}

/** What somebody has; null: nobody is there. */
export type Held = Parameters<typeof hasAnyPermission>[0];

const listOf = (one: string | undefined, many: readonly string[] = []) => (one === undefined ? many : [one, ...many]);

/** Whether a gate opens. One that asks for nothing stays shut: it is more likely a slip than a wish. */
export function allows({ permission, permissions, requireAll = false, role, roles }: GateCriteria, held: Held): boolean {
  const holds = requireAll ? hasAllPermissions : hasAnyPermission;
  return holds(held, ...listOf(permission, permissions)) || hasAnyRole(held, ...listOf(role, roles));
}

/** Whether anything is asked for at all. An empty list is a demand that nobody meets. */
export const asksForAnything = ({ permission, permissions, role, roles }: GateCriteria): boolean =>
  [permission, permissions, role, roles].some((wanted) => wanted !== undefined);
