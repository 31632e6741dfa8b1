import { listResourceActivity } from "@/lib/features/audit/operations/list-resource-activity";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listResourceActivity });
