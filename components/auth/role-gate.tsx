"use client";

import { PermissionGate, type PermissionGateProps } from "./permission-gate";

export type RoleGateProps = Omit<PermissionGateProps, "permission" | "permissions" | "requireAll">;

/** By the name of a role, for what only looks different. Names are labels that administrators may change: what is allowed goes by permission. */
export function RoleGate({ role, roles, ...rest }: RoleGateProps) {
  return <PermissionGate role={role} roles={roles} {...rest} />;
}
