import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { fileStorage } from "@/lib/storage/storage";
import { replaceAvatar } from "../repo";

/** Taking away what is not there is no error. */
export const removeAvatar = defineOperation({
  name: "account.remove-avatar",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/auth/upload-profile-picture" },
  summary: "Take the picture off one's own account",
  access: signedIn(),
  limit: limits.ownWrite,
  output: z.object({ message: z.string(), profile_picture_url: z.null() }),
  audit: {
    actions: ["user.profile_update"],
    describe: ({ viewer }) => ({ targetUserId: viewer?.userId, metadata: { fields: ["profile_picture"] } }),
  },
  async run({ viewer, tx }) {
    const previous = await replaceAvatar(tx, viewer.userId, null);
    if (previous) await fileStorage().delete(previous, tx);
    return { message: "Your picture was removed.", profile_picture_url: null };
  },
});
