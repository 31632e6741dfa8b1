import { invitePerson } from "@/lib/features/invitations/operations/invite-person";
import { listInvitations } from "@/lib/features/invitations/operations/list-invitations";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listInvitations, POST: invitePerson });
