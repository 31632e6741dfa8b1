import { banUser } from "@/lib/features/admin/operations/ban-user";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: banUser });
