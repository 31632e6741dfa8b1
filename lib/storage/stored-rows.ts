import { prisma, type Tx } from "../db";
import { AppError, UNAVAILABLE } from "../errors";
import { isId } from "../ids";
import { log } from "../log";
import { openBucket } from "./bucket";
import type { FileContent, FileStorage } from "./file-storage";
import { REMOVE_OBJECTS_OF } from "./object-removal";

/** Null bytes in a row say that they are in the bucket, under the row's id. */
async function fromBucket(id: string): Promise<Uint8Array | null> {
  const bucket = openBucket();
  if (bucket) return bucket.get(id);
  const reason = "A file's bytes are in a bucket, and an S3_ variable that leads there is not set.";
  log.error("storage.unavailable", { reason });
  throw new AppError(UNAVAILABLE, { reason });
}

/** Finding and deleting by the row: the same whatever STORAGE says today. */
export const storedRows: Pick<FileStorage, "get" | "delete" | "deleteAllOf"> = {
  async get(id): Promise<FileContent | null> {
    if (!isId(id)) return null;
    const row = await prisma.storedFile.findUnique({
      where: { id },
      select: { id: true, ownerId: true, contentType: true, bytes: true, createdAt: true },
    });
    if (!row) return null;
    const bytes = row.bytes ?? (await fromBucket(id));
    return bytes && { ...row, bytes };
  },

  async delete(id, tx: Tx) {
    await tx.$executeRawUnsafe(`WITH gone AS (DELETE FROM stored_files WHERE id = $1::uuid RETURNING id, bytes IS NULL AS in_bucket) ${REMOVE_OBJECTS_OF}`, id);
  },

  async deleteAllOf(ownerId, tx: Tx) {
    await tx.$executeRawUnsafe(`WITH gone AS (DELETE FROM stored_files WHERE owner_id = $1::uuid RETURNING id, bytes IS NULL AS in_bucket) ${REMOVE_OBJECTS_OF}`, ownerId);
  },
};
