import { prisma, type Tx } from "../db";
import { isId, newId } from "../ids";
import type { FileStorage } from "./file-storage";

/** Keeps bytes in `stored_files`, so that every instance serves what any instance took. */
export const postgresStorage: FileStorage = {
  async put({ ownerId, contentType, bytes }, tx: Tx = prisma) {
    const id = newId();
    await tx.$executeRaw`
      INSERT INTO stored_files (id, owner_id, content_type, byte_size, bytes, created_at)
      VALUES (${id}::uuid, ${ownerId}::uuid, ${contentType}, ${bytes.byteLength}, ${Buffer.from(bytes)}, app_now())`;
    return id;
  },

  async get(id) {
    if (!isId(id)) return null;
    return prisma.storedFile.findUnique({
      where: { id },
      select: { id: true, ownerId: true, contentType: true, bytes: true, createdAt: true },
    });
  },

  async delete(id, tx: Tx = prisma) {
    await tx.storedFile.deleteMany({ where: { id } });
  },
};
