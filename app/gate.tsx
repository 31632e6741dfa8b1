import type { ReactNode } from "react";
import { allows, type GateCriteria } from "@/components/auth/allows";
import { currentViewer } from "@/lib/http/page";

export interface GateProps extends GateCriteria {
  /** For everybody else. */
  fallback?: ReactNode;
  children: ReactNode;
}

/**
 * `PermissionGate` on the server: what the viewer may not see is never sent. The session is looked up once per request,
 * however many gates there are. It hides; whether something may be done is decided by the operation that does it.
 */
export async function Gate({ fallback = null, children, ...criteria }: GateProps): Promise<ReactNode> {
  const viewer = await currentViewer();
  const isOpen = viewer !== null && allows(criteria, { permissions: viewer.permissions, roles: viewer.roles.map(({ name }) => name) });
  return isOpen ? children : fallback;
}
