import { newId } from "../ids";
import type { FileStorage } from "./file-storage";
import { storedRows } from "./stored-rows";

/** Keeps bytes in `stored_files`, so that every instance serves what any instance took. */
export const postgresStorage: FileStorage = {
  ...storedRows,

  async stage(file) {
    return { ...file, id: newId() };
  },

  async keep({ id, ownerId, contentType, bytes }, tx) {
    await tx.$executeRaw`
      INSERT INTO stored_files (id, owner_id, content_type, byte_size, bytes, created_at)
      VALUES (${id}::uuid, ${ownerId}::uuid, ${contentType}, ${bytes.byteLength}, ${Buffer.from(bytes)}, app_now())`;
  },
};
