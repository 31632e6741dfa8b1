import { getSealStatus } from "@/lib/features/audit/operations/get-seal-status";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getSealStatus });
