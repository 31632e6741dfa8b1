/** The statements that make, rename and delete an organization. */
import { newId } from "@/lib/ids";
import type { Tx } from "@/lib/db";
import { addMembership } from "./members";
import { slugOf } from "./schema";

/** What holds everything in the organization that somebody creates (docs/decisions/011-organization-owners.md). */
const OWNER_ROLE = "admin";

interface NewOrganization {
  id: string;
  /** Default: made of the name. */
  slug: string | undefined;
  name: string;
  ownerId: string;
  grantedById: string;
}

/** Names repeat, slugs do not. */
const slugFor = (name: string, id: string) => [slugOf(name), id.slice(-8)].filter(Boolean).join("-");

const CREATE = `INSERT INTO organizations (id, slug, name, created_at, updated_at)
VALUES ($1::uuid, $2, $3, app_now(), app_now()) ON CONFLICT (slug) DO NOTHING RETURNING id`;

const OWN = `
INSERT INTO role_assignments (id, user_id, role_id, organization_id, granted_by_id, created_at)
SELECT $3::uuid, $2::uuid, roles.id, $1::uuid, $4::uuid, app_now() FROM roles WHERE roles.name = '${OWNER_ROLE}' RETURNING id`;

/**
 * Makes an organization with its first administrator.
 * @returns false when the slug is taken
 * @throws Error in a database without the role that administrators of an organization hold
 */
export async function createWithOwner(tx: Tx, { id, slug, name, ownerId, grantedById }: NewOrganization): Promise<boolean> {
  const made = await tx.$queryRawUnsafe<unknown[]>(CREATE, id, slug ?? slugFor(name, id), name);
  if (made.length === 0) return false;
  await addMembership(tx, id, ownerId);
  const owned = await tx.$queryRawUnsafe<unknown[]>(OWN, id, ownerId, newId(), grantedById);
  if (owned.length === 0) throw new Error(`there is no role ${OWNER_ROLE}: run npm run db:migrate`);
  return true;
}

const RENAME = `UPDATE organizations SET name = $2, updated_at = app_now() WHERE id = $1::uuid AND deleted_at IS NULL`;

/** @returns false where it was deleted meanwhile */
export const renameOrganization = async (tx: Tx, id: string, name: string): Promise<boolean> => (await tx.$executeRawUnsafe(RENAME, id, name)) === 1;

/** Everybody's memberships and roles. @returns how many members there were */
export async function endAllMemberships(tx: Tx, id: string): Promise<number> {
  await tx.roleAssignment.deleteMany({ where: { organizationId: id } });
  const { count } = await tx.membership.deleteMany({ where: { organizationId: id } });
  return count;
}

const HIDE = `UPDATE organizations SET deleted_at = app_now(), updated_at = app_now(), slug = 'deleted-' || id WHERE id = $1::uuid`;

/**
 * The row stays, since the audit trail names it; its slug is free again. Comes last: to change a unique column waits for
 * every statement that refers to the row, and a switch refers to it while whoever ends its membership waits for the switch.
 */
export const hideOrganization = (tx: Tx, id: string) => tx.$executeRawUnsafe(HIDE, id);
