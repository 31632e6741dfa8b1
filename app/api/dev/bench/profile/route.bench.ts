import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { methods } from "@/lib/http/methods";

const withoutAudit: typeof updateProfile = { ...updateProfile, audit: false };

/** The mutation of /api/auth/user/@me, only that its audit row is left out. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ PUT: withoutAudit });
