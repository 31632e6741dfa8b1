import { deleteAccount } from "@/lib/features/privacy/operations/delete-account";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: deleteAccount });
