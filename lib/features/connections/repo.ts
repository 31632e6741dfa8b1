/** The provider accounts that are connected to accounts of ours. */
import { prisma, type Tx } from "@/lib/db";

const SHOWN = { id: true, provider: true, email: true, createdAt: true } as const;

export const listOwnConnections = (userId: string) => prisma.account.findMany({ where: { userId }, select: SHOWN, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

export const findOwnConnection = (id: string, userId: string) => prisma.account.findFirst({ where: { id, userId }, select: SHOWN });

/** @returns false where it has gone meanwhile */
export async function deleteConnection(tx: Tx, id: string, userId: string): Promise<boolean> {
  return (await tx.account.deleteMany({ where: { id, userId } })).count === 1;
}
