import { prisma } from "../db";
import { AppError, UNAVAILABLE } from "../errors";
import { newId } from "../ids";
import { openBucket } from "./bucket";
import type { FileStorage } from "./file-storage";
import { REMOVE_UNLESS_KEPT, TAKE_BACK_REMOVAL } from "./object-removal";
import { storedRows } from "./stored-rows";

const KEEP = `
  WITH ${TAKE_BACK_REMOVAL}
  INSERT INTO stored_files (id, owner_id, content_type, byte_size, bytes, created_at)
  SELECT $1::uuid, $2::uuid, $3, $4::int, NULL, app_now() FROM kept`;

/** Keeps bytes in an S3-compatible bucket, under the id of their row. No object has a public address: we serve the bytes. */
export const s3Storage: FileStorage = {
  ...storedRows,

  async stage(file) {
    const bucket = openBucket();
    if (!bucket) throw new AppError(UNAVAILABLE, { reason: "STORAGE=s3 without all of its variables" });
    const id = newId();
    await prisma.$executeRawUnsafe(REMOVE_UNLESS_KEPT, id);
    await bucket.put(id, file.contentType, file.bytes);
    return { ...file, id };
  },

  async keep({ id, ownerId, contentType, bytes }, tx) {
    const written = await tx.$executeRawUnsafe(KEEP, id, ownerId, contentType, bytes.byteLength);
    if (written === 0) throw new AppError(UNAVAILABLE, { retryAfterSeconds: 1, reason: "staged too long ago" });
  },
};
