import { listOwnActivity } from "@/lib/features/audit/operations/list-own-activity";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listOwnActivity });
