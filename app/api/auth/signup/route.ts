import { registerAccount } from "@/lib/features/auth/operations/register";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: registerAccount });
