import { reprotechGetUser, reprotechUpdateUser, reprotechDeleteUser } from "@/lib/features/compat/operations/reprotech-users";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: reprotechGetUser, PUT: reprotechUpdateUser, DELETE: reprotechDeleteUser });
