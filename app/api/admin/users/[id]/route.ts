import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { getUser } from "@/lib/features/admin/operations/get-user";
import { updateUser } from "@/lib/features/admin/operations/update-user";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getUser, PATCH: updateUser, DELETE: deleteUser });
