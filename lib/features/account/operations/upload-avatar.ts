import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { AppError, invalidFields } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { FILE_TOO_LARGE, INVALID_IMAGE, MAX_IMAGE_BYTES, reencodeAvatar, UNSUPPORTED_IMAGE } from "@/lib/storage/image";
import { fileStorage } from "@/lib/storage/storage";
import { replaceAvatar } from "../repo";
import { avatarUrl } from "../user-wire";

/** Shows a refused picture's sentence beside the field, too. */
function besideTheField(error: unknown): unknown {
  if (!(error instanceof AppError) || error.status >= 500) return error;
  return new AppError(error, { reason: error.reason, details: { fields: { profile_picture: [error.message] } } });
}

export const uploadAvatar = defineOperation({
  name: "account.upload-avatar",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/upload-profile-picture" },
  summary: "Put a picture on one's own account (PNG, JPEG, GIF or WebP, at most 5 MB)",
  access: signedIn(),
  limit: limits.ownWrite,
  body: "multipart",
  /** Lenient, and by either of two names, because old clients differ. */
  input: z.object({ profile_picture: z.file().optional(), file: z.file().optional() }),
  output: z.object({ message: z.string(), url: z.string(), profile_picture_url: z.string() }),
  errors: { FILE_TOO_LARGE, UNSUPPORTED_IMAGE, INVALID_IMAGE },
  audit: {
    actions: ["user.profile_update"],
    describe: ({ viewer }) => ({ targetUserId: viewer?.userId, metadata: { fields: ["profile_picture"] } }),
  },

  async prepare({ viewer, input }) {
    const file = input.profile_picture ?? input.file;
    if (!file) throw invalidFields({ profile_picture: ["Choose a picture."] });
    if (file.size > MAX_IMAGE_BYTES) throw besideTheField(new AppError(FILE_TOO_LARGE));
    const { bytes, contentType } = await reencodeAvatar(new Uint8Array(await file.arrayBuffer())).catch((error: unknown) => {
      throw besideTheField(error);
    });
    return fileStorage().stage({ ownerId: viewer.userId, contentType, bytes });
  },

  async run({ viewer, prepared: staged, tx }) {
    await fileStorage().keep(staged, tx);
    const previous = await replaceAvatar(tx, viewer.userId, staged.id);
    if (previous) await fileStorage().delete(previous, tx);
    const url = avatarUrl(staged.id);
    return { message: "Your picture was saved.", url, profile_picture_url: url };
  },
});
