import { reprotechRefresh } from "@/lib/features/compat/operations/reprotech-account";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: reprotechRefresh });
