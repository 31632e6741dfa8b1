/** What a product's hook says of the roles that come with new accounts. */
import { AppError } from "@/lib/errors";
import type { AfterEvents, BeforeEvents, HookContext } from "@/lib/hooks/hooks";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runBefore } from "@/lib/hooks/run-hooks";
import type { NewPerson } from "./create-person";

export const roleEventOf = ({ id, role, grantedById }: NewPerson): BeforeEvents["beforeRoleAssign"] & AfterEvents["afterRoleAssign"] => ({
  userId: id,
  roleId: role.id,
  organizationId: role.organizationId,
  actorId: grantedById,
});

/** The hook's refusal of one row of many; null where it has none. @throws whatever else the hook throws */
export async function refusalOfRole(person: NewPerson, source: HookContext): Promise<AppError | null> {
  try {
    await runBefore("beforeRoleAssign", roleEventOf(person), source);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === HOOK_REFUSED.code) return error;
    throw error;
  }
}
