import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: updateProfile });
