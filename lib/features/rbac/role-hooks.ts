/** A product's hooks around giving roles. Where none is registered, nothing is read for them. */
import { prisma } from "@/lib/db";
import { registers, runAfter, runBefore } from "@/lib/hooks/run-hooks";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/viewer";
import type { GiveInput } from "./assignment-schema";
import type { Assignment } from "./assignments";
import { roleToGive } from "./guard-assignment";

interface Giving {
  ctx: RequestContext;
  viewer: Viewer;
  resource: { id: string };
}

/** @throws AppError HOOK_REFUSED, 404 ROLE_NOT_FOUND */
export async function beforeGive({ ctx, viewer, resource, input }: Giving & { input: GiveInput }): Promise<void> {
  if (!registers("beforeRoleAssign")) return;
  const { id: roleId } = await roleToGive(prisma, viewer, input);
  await runBefore("beforeRoleAssign", { userId: resource.id, roleId, organizationId: input.organization_id, actorId: viewer.userId }, ctx);
}

export const afterGive = ({ ctx, viewer, resource }: Giving, { role_id: roleId, organization_id: organizationId }: { role_id: Assignment["roleId"]; organization_id: string | null }): void =>
  runAfter("afterRoleAssign", { userId: resource.id, roleId, organizationId, actorId: viewer.userId }, ctx);
