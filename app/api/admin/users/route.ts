import { createUser } from "@/lib/features/admin/operations/create-user";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listUsers, POST: createUser });
