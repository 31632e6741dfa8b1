import { showInvitation } from "@/lib/features/invitations/operations/show-invitation";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: showInvitation });
