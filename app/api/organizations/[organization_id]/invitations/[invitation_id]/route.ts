import { cancelInvitation } from "@/lib/features/invitations/operations/cancel-invitation";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ DELETE: cancelInvitation });
