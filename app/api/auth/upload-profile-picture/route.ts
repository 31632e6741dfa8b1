import { removeAvatar } from "@/lib/features/account/operations/remove-avatar";
import { uploadAvatar } from "@/lib/features/account/operations/upload-avatar";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: uploadAvatar, DELETE: removeAvatar });
