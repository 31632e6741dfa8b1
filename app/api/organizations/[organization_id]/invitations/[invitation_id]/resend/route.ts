import { resendInvitation } from "@/lib/features/invitations/operations/resend-invitation";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: resendInvitation });
