/** The product's own fields of people (gatehouse.config.ts), stored in `users.custom_fields`. */
import { z } from "zod";
import { prisma, type Tx } from "@/lib/db";
import type { UserField } from "@/lib/hooks/user-field";
import { type CustomValues, readValues, userFields } from "@/lib/hooks/user-fields";

/** Sets the given ones and leaves the others; the caller has checked them. */
export const writeCustomFields = (tx: Tx, userId: string, values: Record<string, unknown>): Promise<number> =>
  tx.$executeRaw`UPDATE users SET custom_fields = custom_fields || ${JSON.stringify(values)}::jsonb, updated_at = app_now() WHERE id = ${userId}::uuid`;

/**
 * For a product's own code: sets fields that nobody may write through the API, or any other. null takes a value away.
 *
 * @param tx - the transaction of the change that it belongs to
 * @throws ZodError where a value does not fit its schema, or a field does not exist
 */
export async function setUserFields(userId: string, values: Partial<CustomValues>, tx: Tx = prisma): Promise<void> {
  const shape = Object.fromEntries(Object.entries<UserField>(userFields).map(([name, { schema }]) => [name, schema.nullable().optional()]));
  await writeCustomFields(tx, userId, z.strictObject(shape).parse(values));
}

/** Of each of these people, by id; of nobody where the product has no fields of its own. The caller knows that they may be shown. */
export async function listCustomValues(userIds: readonly string[]): Promise<Map<string, CustomValues>> {
  if (Object.keys(userFields).length === 0) return new Map();
  const rows = await prisma.user.findMany({ where: { id: { in: [...userIds] } }, select: { id: true, customFields: true } });
  return new Map(rows.map(({ id, customFields }) => [id, readValues(userFields, customFields)]));
}

/** Sets those that are different, under the lock that the caller holds. @returns what became different */
export async function editCustomFields(tx: Tx, userId: string, wanted: Record<string, unknown>): Promise<Record<string, { from: unknown; to: unknown }>> {
  if (Object.keys(wanted).length === 0) return {};
  const { customFields } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { customFields: true } });
  const before: Record<string, unknown> = readValues(userFields, customFields);
  const different = Object.entries(wanted).filter(([name, to]) => JSON.stringify(before[name]) !== JSON.stringify(to));
  if (different.length > 0) await writeCustomFields(tx, userId, Object.fromEntries(different));
  return Object.fromEntries(different.map(([name, to]) => [name, { from: before[name], to }]));
}
