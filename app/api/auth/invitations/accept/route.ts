import { acceptInvitation } from "@/lib/features/invitations/operations/accept-invitation";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: acceptInvitation });
