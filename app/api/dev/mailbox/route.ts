import { listMailboxMessages } from "@/lib/features/mailbox/operations/list-mailbox";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listMailboxMessages });
