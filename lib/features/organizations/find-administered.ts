import type { Scope } from "@/lib/access/policy";
import { prisma } from "@/lib/db";
import { inReach, IS_PRESENT } from "./organization-sql";

/** An organization to be acted upon. */
export interface Subject {
  id: string;
  name: string;
  slug: string;
}

/** One in which the permission counts: the active one, or to a platform role any. */
export async function findAdministered(id: string, scope: Scope): Promise<Subject | null> {
  const [row] = await prisma.$queryRaw<Subject[]>`SELECT o.id, o.name, o.slug FROM organizations o WHERE o.id = ${id}::uuid AND ${IS_PRESENT} AND ${inReach(scope)}`;
  return row ?? null;
}
