/** What somebody who accepts gets: as much of what was offered as its inviter may still give. */
import { DEFAULT_ROLE } from "@/lib/access/default-role";
import { coversGrants, type Grant } from "@/lib/access/reach";
import type { Tx } from "@/lib/db";
import { unsafeListGrants } from "@/lib/features/admin/target";
import { grantsOf, listRoles, type RoleWithGrants } from "@/lib/features/organizations/members";
import { IS_USABLE_SQL } from "@/lib/session/live-session";

interface Offered {
  organizationId: string;
  roles: readonly { id: string }[];
  inviterId: string | null;
}

const CAN_ACT = `SELECT 1 FROM users u WHERE u.id = $1::uuid AND u.deletion_due_at IS NULL AND ${IS_USABLE_SQL("u")}`;

/** What an inviter holds today where the invitation leads; nothing, once they are banned, leaving or gone. */
async function grantsOfInviter(tx: Tx, inviterId: string | null): Promise<Grant[]> {
  if (!inviterId) return [];
  const usable = await tx.$queryRawUnsafe<unknown[]>(CAN_ACT, inviterId);
  return usable.length === 1 ? unsafeListGrants(tx, inviterId) : [];
}

const namesWhere = (grants: readonly Grant[], isHeld: (grant: Grant) => boolean): string[] => grants.filter(isHeld).map(({ permission }) => permission);

/**
 * The roles to give: those that there still are and that the inviter could give today; where none is left, the one that everybody
 * begins with. A role may have grown, and an inviter been demoted, since the mail was written.
 */
export async function rolesToGive(tx: Tx, { organizationId, roles, inviterId }: Offered): Promise<RoleWithGrants[]> {
  const held = await grantsOfInviter(tx, inviterId);
  const holder = {
    organizationId,
    platformPermissions: namesWhere(held, (grant) => grant.organizationId === null),
    permissions: namesWhere(held, (grant) => grant.organizationId === null || grant.organizationId === organizationId),
  };
  const offered = await listRoles(tx, roles.map(({ id }) => id));
  const given = offered.filter((role) => coversGrants(holder, grantsOf([role], organizationId)));
  if (given.length > 0) return given;
  const everyones = await tx.role.findUnique({ where: { name: DEFAULT_ROLE }, select: { id: true } });
  return everyones ? listRoles(tx, [everyones.id]) : [];
}
